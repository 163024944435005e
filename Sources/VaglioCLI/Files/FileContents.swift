internal import Crypto

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A file that is read from front to back, with errors in words.
///
/// A class because it owns a descriptor.
final class FileContents {
  private let path: String
  private let descriptor: Int32
  private static let blockSize = 1 << 18

  /// Opens a file; `-` is standard input.
  init(_ path: String) throws(Trouble) {
    self.path = path == "-" ? "standard input" : path
    descriptor = path == "-" ? dup(0) : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.trouble(self.path, errno) }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// All of a file's bytes, unless there are more than `most`.
  static func bytes(of path: String, atMost most: Int = .max) throws(Trouble) -> [UInt8] {
    let file = try FileContents(path)
    var bytes: [UInt8] = []
    var isTooLong = false
    try file.forEachBlock { block in
      bytes += block
      isTooLong = bytes.count > most
      return !isTooLong
    }
    guard !isTooLong else {
      throw Trouble("\(file.path): longer than \(most) bytes; is it the right file?")
    }
    return bytes
  }

  /// The first bytes of a file, at most so many.
  static func opening(of path: String, count: Int) throws(Trouble) -> [UInt8] {
    var bytes: [UInt8] = []
    try FileContents(path).forEachBlock { block in
      bytes += block.prefix(count - bytes.count)
      return bytes.count < count
    }
    return bytes
  }

  /// The SHA-256 of a file's bytes in lower-case hexadecimal, read block by block.
  static func sha256(of path: String) throws(Trouble) -> String {
    var digest = SHA256()
    try FileContents(path).forEachBlock { block in
      digest.update(bufferPointer: UnsafeRawBufferPointer(block))
      return true
    }
    return hexadecimal(digest.finalize())
  }

  /// The SHA-256 of bytes in lower-case hexadecimal.
  static func sha256(of bytes: [UInt8]) -> String {
    var digest = SHA256()
    bytes.withUnsafeBytes { digest.update(bufferPointer: $0) }
    return hexadecimal(digest.finalize())
  }

  private static func hexadecimal(_ digest: SHA256.Digest) -> String {
    digest.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }

  /// Reads to the end, or until `body` has enough.
  private func forEachBlock(
    _ body: (UnsafeBufferPointer<UInt8>) -> Bool
  ) throws(Trouble) {
    let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: Self.blockSize)
    defer { buffer.deallocate() }
    while true {
      let count = read(descriptor, buffer.baseAddress, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw Self.trouble(path, errno) }
      guard count > 0, body(UnsafeBufferPointer(rebasing: buffer[..<count])) else { return }
    }
  }

  private static func trouble(_ path: String, _ code: Int32) -> Trouble {
    switch code {
    case ENOENT, ENOTDIR: Trouble("\(path): there is no such file")
    case EISDIR: Trouble("\(path): is a directory")
    default: Trouble("\(path): cannot be read: \(String(cString: strerror(code)))")
    }
  }
}
