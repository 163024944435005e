internal import Crypto

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A file that others append lines to, or standard input, read as far as whole lines have come.
///
/// A file that was replaced under its name, or cut, is read anew from its beginning once the old one is
/// used up. A class because it owns a descriptor.
final class GrowingFile {
  /// What one reading gave.
  enum Reading {
    /// Whole lines, each with its end, and the number of the first.
    case lines([UInt8], first: Int)
    case nothing
    /// There will be no more.
    case ended
  }

  /// No line is longer; what is longer is skipped and counted.
  static let longestLine = 1 << 22
  private static let blockSize = 1 << 20

  let name: String
  private(set) var lineCount = 0
  private(set) var skippedLines = 0
  private let path: String
  private var descriptor: Int32
  private var rest: [UInt8] = []
  private var isSkipping = false
  private var digest = SHA256()

  /// Opens a file; `-` is standard input.
  init(_ path: String) throws(Trouble) {
    (self.path, name) = (path, path == "-" ? "standard input" : path)
    descriptor = path == "-" ? dup(0) : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw Trouble("\(name): \(errno == ENOENT ? "there is no such file" : Self.words(errno))")
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
      throw Trouble("\(name): is a directory; follow the file in it that grows")
    }
  }

  deinit { close(descriptor) }

  /// Standard input, and pipes, end; files grow.
  private var isFile: Bool {
    var status = stat()
    return path != "-" && fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// SHA-256 of all bytes read.
  var sha256: String {
    digest.finalize().map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
  }

  /// Whole lines that have come; waits at most so long for bytes of a pipe.
  func read(waiting milliseconds: Int32) throws(Trouble) -> Reading {
    let isFile = isFile
    if !isFile {
      var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let ready = Glibc.poll(&poll, 1, milliseconds)
      guard ready > 0 else { return .nothing }
    }
    var block = [UInt8](repeating: 0, count: Self.blockSize)
    let count = block.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
    if count < 0, errno == EINTR || errno == EAGAIN { return .nothing }
    guard count >= 0 else { throw Trouble("\(name): cannot be read: \(Self.words(errno))") }
    guard count == 0 else {
      block.removeLast(block.count - count)
      return take(block)
    }
    guard isFile else { return lastLine() }
    try reopenIfReplaced()
    return .nothing
  }

  /// Adds bytes, and gives the lines that are whole now.
  private func take(_ block: [UInt8]) -> Reading {
    block.withUnsafeBytes { digest.update(bufferPointer: $0) }
    rest += block
    guard let end = rest.lastIndex(of: UInt8(ascii: "\n")) else {
      if rest.count > Self.longestLine { (rest, isSkipping) = ([], true) }
      return .nothing
    }
    var lines = Array(rest[...end])
    rest.removeSubrange(...end)
    var first = lineCount + 1
    lineCount += lines.reduce(0) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
    if isSkipping {
      let start = lines.firstIndex(of: UInt8(ascii: "\n")) ?? lines.count - 1
      lines.removeSubrange(...start)
      (isSkipping, first) = (false, first + 1)
      skippedLines += 1
    }
    return lines.isEmpty ? .nothing : .lines(lines, first: first)
  }

  /// What came after the last end of a line, at the end of a pipe.
  private func lastLine() -> Reading {
    guard !rest.isEmpty, !isSkipping else { return .ended }
    defer { rest = [] }
    lineCount += 1
    return .lines(rest + [UInt8(ascii: "\n")], first: lineCount)
  }

  /// Begins anew where the name has come to mean another file, or the file was cut.
  private func reopenIfReplaced() throws(Trouble) {
    var (own, named) = (stat(), stat())
    guard fstat(descriptor, &own) == 0, stat(path, &named) == 0 else { return }
    let place = lseek(descriptor, 0, SEEK_CUR)
    let isReplaced = own.st_ino != named.st_ino || own.st_dev != named.st_dev
    guard isReplaced || named.st_size < place else { return }
    let opened = open(path, O_RDONLY | O_CLOEXEC)
    guard opened >= 0 else { return }
    close(descriptor)
    (descriptor, rest, isSkipping) = (opened, [], false)
  }

  private static func words(_ code: Int32) -> String { String(cString: strerror(code)) }
}
