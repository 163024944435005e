internal import Glibc

/// A file that is written from front to back.
///
/// A regular file is written beside its place, and takes it when it is complete, so that nobody
/// reads half of it. A class because it owns a descriptor.
final class OutputFile {
  private let name: String
  private let descriptor: Int32
  private var temporary: String?
  private var isFinished = false

  /// A file at a path; what is there already, unless it is a regular file, is written to in place.
  init(path: String) throws(TableError) {
    name = path
    var status = stat()
    let exists = stat(path, &status) == 0
    let isPlain = !exists || status.st_mode & S_IFMT == S_IFREG
    let target = isPlain ? "\(path).\(getpid()).partial" : path
    let flags = isPlain ? O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC : O_WRONLY | O_CLOEXEC
    descriptor = open(target, flags, 0o666)
    guard descriptor >= 0 else { throw .unwritable(path, errno) }
    temporary = isPlain ? target : nil
  }

  deinit {
    if !isFinished { close(descriptor) }
    if let temporary { unlink(temporary) }
  }

  /// Writes all of the bytes.
  func write(_ bytes: [UInt8]) throws(TableError) {
    let code = bytes.withUnsafeBytes { Self.write($0, to: descriptor) }
    if code != 0 { throw .unwritable(name, code) }
  }

  /// Lets the file take its place.
  func finish() throws(TableError) {
    isFinished = true
    guard close(descriptor) == 0 else { throw .unwritable(name, errno) }
    guard let temporary else { return }
    guard rename(temporary, name) == 0 else { throw .unwritable(name, errno) }
    self.temporary = nil
  }

  /// Writes all of the bytes, and returns the code of the error that stopped it, else 0.
  static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32 {
    var rest = bytes
    while !rest.isEmpty {
      let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
      if count >= 0 {
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      } else if errno != EINTR {
        return errno
      }
    }
    return 0
  }
}

extension TableError {
  static func unwritable(_ name: String, _ code: Int32) -> TableError {
    TableError(
      .unwritable, file: name, problem: "cannot be written: \(String(cString: strerror(code)))")
  }
}
