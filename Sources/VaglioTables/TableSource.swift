internal import Glibc

/// Where a table's bytes come from; it can be opened more than once.
struct TableSource {
  /// The name for messages.
  let name: String
  private let origin: Origin

  private enum Origin {
    case file(path: String)
    case pipe(ReplayablePipe)
    case memory([UInt8])
  }

  /// Bytes in memory.
  init(bytes: [UInt8], name: String) { (self.name, origin) = (name, .memory(bytes)) }

  /// Standard input; kept in memory when it may have to be read twice.
  init(standardInputKept keeps: Bool) {
    name = "standard input"
    let stream = DescriptorStream(0, name: name, isBorrowed: true)
    origin = .pipe(ReplayablePipe(stream, keeps: keeps))
  }

  /// A file; a pipe in the file system is kept in memory when it may have to be read twice.
  init(path: String, keepsPipes keeps: Bool) throws(TableError) {
    name = path
    var status = stat()
    guard stat(path, &status) == 0 else { throw .absent(path, errno) }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: throw .directory(path)
    case S_IFREG: origin = .file(path: path)
    default:
      let stream = try Self.descriptor(path)
      origin = .pipe(ReplayablePipe(stream, keeps: keeps))
    }
  }

  /// The size in bytes of a file that is not compressed, as far as its name tells; `nil` for
  /// others.
  var plainSize: Int? {
    switch origin {
    case .memory(let bytes): return bytes.count
    case .pipe: return nil
    case .file(let path):
      var status = stat()
      guard !path.hasSuffix(".gz"), stat(path, &status) == 0 else { return nil }
      return Int(status.st_size)
    }
  }

  /// The bytes from the beginning, inflated where they are compressed by gzip.
  func open() throws(TableError) -> any ByteStream {
    let stream = try raw()
    var opening = [UInt8](repeating: 0, count: 8)
    let count = try Self.fill(&opening, from: stream)
    let prefixed = PrefixedStream(Array(opening[..<count]), then: stream)
    return opening.starts(with: [0x1F, 0x8B]) ? GzipStream(prefixed, name: name) : prefixed
  }

  private func raw() throws(TableError) -> any ByteStream {
    switch origin {
    case .memory(let bytes): MemoryStream(bytes)
    case .pipe(let pipe): pipe.open()
    case .file(let path): try Self.descriptor(path)
    }
  }

  private static func descriptor(_ path: String) throws(TableError) -> DescriptorStream {
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .absent(path, errno) }
    return DescriptorStream(descriptor, name: path)
  }

  private static func fill(
    _ bytes: inout [UInt8], from stream: any ByteStream
  ) throws(TableError) -> Int {
    var count = 0
    let opening = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 8)
    defer { opening.deallocate() }
    while count < opening.count {
      let read = try stream.read(into: UnsafeMutableRawBufferPointer(rebasing: opening[count...]))
      if read == 0 { break }
      count += read
    }
    for index in 0..<count { bytes[index] = opening[index] }
    return count
  }
}

/// A stream whose first bytes were read already.
private final class PrefixedStream: ByteStream {
  private var prefix: [UInt8]
  private let rest: any ByteStream

  init(_ prefix: [UInt8], then rest: any ByteStream) { (self.prefix, self.rest) = (prefix, rest) }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(TableError) -> Int {
    if prefix.isEmpty { return try rest.read(into: buffer) }
    let count = min(prefix.count, buffer.count)
    buffer.copyBytes(from: prefix[..<count])
    prefix.removeFirst(count)
    return count
  }
}

extension TableError {
  /// The error that a path cannot be opened.
  fileprivate static func absent(_ path: String, _ code: Int32) -> TableError {
    guard code == ENOENT || code == ENOTDIR else { return .unreadable(path, code) }
    return TableError(.missingFile, file: path, problem: "there is no such file")
  }
}
