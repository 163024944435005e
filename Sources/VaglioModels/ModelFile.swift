#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A file that is read as a whole.
enum ModelFile {
  /// The longest model file that is read: 4 GiB.
  static let longest = 1 << 32

  /// Whether a path leads to a directory.
  static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Whether there is anything at a path.
  static func exists(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0
  }

  /// The contents of a file; one that is longer than `limit` is refused.
  static func bytes(of path: String, atMost limit: Int) throws(ModelError) -> [UInt8] {
    func failure(_ problem: String) -> ModelError {
      ModelError(.unreadable, file: path, problem: problem)
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(reason(errno)) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure(reason(errno)) }
    guard status.st_mode & S_IFMT != S_IFDIR else { throw failure("this is a directory") }
    guard status.st_size <= limit else { throw failure("longer than \(limit) bytes") }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Int(status.st_size) + 1)
    let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    defer { block.deallocate() }
    while true {
      let count = read(descriptor, block.baseAddress, block.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure(reason(errno)) }
      if count == 0 { return bytes }
      bytes += block[..<count]
      guard bytes.count <= limit else { throw failure("longer than \(limit) bytes") }
    }
  }

  private static func reason(_ code: Int32) -> String {
    switch code {
    case ENOENT, ENOTDIR: "there is no such file"
    case EACCES, EPERM: "the file may not be read"
    default: "the file can't be read: \(String(cString: strerror(code)))"
    }
  }
}
