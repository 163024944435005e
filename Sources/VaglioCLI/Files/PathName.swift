#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A path in the file system, taken apart.
struct PathName: Hashable, CustomStringConvertible {
  /// The path without slashes at its end.
  let description: String

  /// A path; slashes at its end don't count.
  init(_ path: String) {
    var path = path[...]
    while path.count > 1, path.last == "/" { path = path.dropLast() }
    description = String(path)
  }

  /// What stands behind the last slash.
  var lastComponent: String {
    description.split(separator: "/", omittingEmptySubsequences: true).last.map(String.init)
      ?? description
  }

  /// The folder that it lies in.
  var parent: PathName {
    guard let slash = description.lastIndex(of: "/") else { return PathName(".") }
    return PathName(slash == description.startIndex ? "/" : String(description[..<slash]))
  }

  /// This path if it begins at the root, else as seen from `folder`.
  func relative(to folder: PathName) -> String {
    description.hasPrefix("/") || folder.description == "."
      ? description : "\(folder)/\(description)"
  }

  /// Whether this user may make files in the folder.
  var isWritable: Bool { access(description, W_OK | X_OK) == 0 }

  /// What is there.
  enum Kind { case nothing, folder, file, other }

  /// What is there, links followed.
  var kind: Kind {
    var status = stat()
    guard stat(description, &status) == 0 else { return .nothing }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: return .folder
    case S_IFREG: return .file
    default: return .other
    }
  }
}
