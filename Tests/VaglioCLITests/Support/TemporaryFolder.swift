import Foundation

/// A folder that goes when the test does.
final class TemporaryFolder {
  let url: URL

  /// An empty folder.
  init() throws {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("vaglio-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// The place of a name in the folder.
  subscript(name: String) -> URL { url.appendingPathComponent(name) }

  /// Writes a file, and returns its path.
  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    try Data(text.utf8).write(to: self[name])
    return self[name].path
  }

  /// The names of everything in the folder, hidden files too.
  var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []).sorted()
  }
}
