#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Files that come into being complete, or not at all.
///
/// Everything is written beside its place under another name, brought to the disk, and then renamed.
/// A folder that doesn't exist yet appears with all its files at once; in one that does, each file
/// is replaced by a rename. Whatever fails before leaves nothing behind.
struct OutputFiles {
  let interruption: Interruption

  /// Writes files into a folder, which is made if need be.
  func write(_ files: [(name: String, bytes: [UInt8])], into folder: String) throws(Trouble) {
    let folder = PathName(folder)
    switch folder.kind {
    case .folder: try replace(files.map { (PathName("\(folder)/\($0.name)"), $0.bytes) })
    case .nothing: try create(folder, with: files)
    case .file, .other: throw Trouble("--out \(folder): is a file, not a directory")
    }
  }

  /// Refuses a place that can't hold a file before any work is done.
  static func check(_ file: String, option: String) throws(Trouble) {
    let path = PathName(file)
    guard !file.isEmpty, !file.hasSuffix("/"), path.kind != .folder else {
      throw Trouble("--\(option) \(file): name a file, not a directory")
    }
    guard path.kind != .other else { return }
    var place = path.parent
    while place.kind == .nothing, place.parent != place { place = place.parent }
    guard place.kind == .folder else {
      throw Trouble("--\(option) \(file): \(place) is not a directory")
    }
    guard place.isWritable else {
      throw Trouble("--\(option) \(file): the directory \(place) can't be written to")
    }
  }

  /// Writes one file; what is no plain file, such as a pipe, is written to as it is.
  func write(_ bytes: [UInt8], to file: String) throws(Trouble) {
    let file = PathName(file)
    guard file.kind != .other else { return try pour(bytes, into: file) }
    try cleaning { () throws(Trouble) in
      try makeFolders(file.parent)
      try replaceKnown([(file, bytes)])
    }
  }

  private func replace(_ files: [(path: PathName, bytes: [UInt8])]) throws(Trouble) {
    try cleaning { () throws(Trouble) in try replaceKnown(files) }
  }

  private func replaceKnown(_ files: [(path: PathName, bytes: [UInt8])]) throws(Trouble) {
    for file in files where file.path.kind == .folder {
      throw Trouble("\(file.path): is a directory; the report's file can't take its place")
    }
    let staged = files.map { "\($0.path.parent)/.\($0.path.lastComponent).\(getpid()).tmp" }
    for (file, place) in zip(files, staged) { try create(place, file.bytes, for: file.path) }
    try interruption.finish { () throws(Trouble) in
      for (file, place) in zip(files, staged) { try move(place, to: file.path) }
      for folder in Set(files.map(\.path.parent)) { synchronize(folder) }
    }
  }

  private func create(
    _ folder: PathName, with files: [(name: String, bytes: [UInt8])]
  ) throws(Trouble) {
    try cleaning { () throws(Trouble) in
      try makeFolders(folder.parent)
      let staging = PathName("\(folder).\(getpid()).tmp")
      try makeFolder(staging, for: folder)
      for file in files {
        try create("\(staging)/\(file.name)", file.bytes, for: PathName("\(folder)/\(file.name)"))
      }
      synchronize(staging)
      try interruption.finish { () throws(Trouble) in
        try move(staging.description, to: folder)
        synchronize(folder.parent)
      }
    }
  }

  private func cleaning(_ body: () throws(Trouble) -> Void) throws(Trouble) {
    do throws(Trouble) {
      try body()
    } catch {
      interruption.removeUnfinished()
      throw error
    }
  }

  private func makeFolders(_ folder: PathName) throws(Trouble) {
    guard folder.kind == .nothing else { return }
    try makeFolders(folder.parent)
    try makeFolder(folder, for: folder)
  }

  private func makeFolder(_ folder: PathName, for target: PathName) throws(Trouble) {
    let code = interruption.make(folder.description) {
      mkdir(folder.description, 0o777) == 0 ? 0 : errno
    }
    guard code == 0 else { throw Self.trouble(target, code) }
  }

  private func create(
    _ place: String, _ bytes: [UInt8], for target: PathName
  ) throws(Trouble) {
    var descriptor: Int32 = -1
    let code = interruption.make(place) {
      descriptor = open(place, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      return descriptor < 0 ? errno : 0
    }
    guard code == 0 else { throw Self.trouble(target, code) }
    defer { close(descriptor) }
    try write(bytes, to: descriptor, for: target)
    guard fsync(descriptor) == 0 else { throw Self.trouble(target, errno) }
  }

  private func pour(_ bytes: [UInt8], into target: PathName) throws(Trouble) {
    let descriptor = open(target.description, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.trouble(target, errno) }
    defer { close(descriptor) }
    try write(bytes, to: descriptor, for: target)
  }

  private func write(
    _ bytes: [UInt8], to descriptor: Int32, for target: PathName
  ) throws(Trouble) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw Self.trouble(target, errno) }
      rest = rest.dropFirst(count)
    }
  }

  private func move(_ place: String, to target: PathName) throws(Trouble) {
    guard rename(place, target.description) == 0 else { throw Self.trouble(target, errno) }
  }

  /// Brings a folder's entries to the disk; where the system can't, the files are there all the same.
  private func synchronize(_ folder: PathName) {
    let descriptor = open(folder.description, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  private static func trouble(_ target: PathName, _ code: Int32) -> Trouble {
    Trouble("\(target): cannot be written: \(String(cString: strerror(code)))")
  }
}
