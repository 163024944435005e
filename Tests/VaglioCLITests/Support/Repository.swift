import Foundation

/// The files of the repository, found from this file.
enum Repository {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// A file or folder by its path in the repository.
  static subscript(path: String) -> URL { root.appendingPathComponent(path) }

  static var creditDefault: String { self["fixtures/credit-default/holdout.csv"].path }
  static var diamonds: String { self["fixtures/diamonds/holdout.csv"].path }

  /// Whether a test is asked to write what it would compare.
  static func updates(_ variable: String) -> Bool {
    ProcessInfo.processInfo.environment[variable] == "1"
  }
}
