internal import Glibc

/// Where a table's bytes come from; it can be opened more than once.
struct TableSource {
  /// The name for messages.
  let name: String
  /// What the names of the folders say that the file lies in, as in `year=2024`.
  var partition: [Partition] = []
  /// Whether the file was found in a directory, and not named.
  var isFound = false
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

  /// Whether a path is that of a directory.
  static func isFolder(_ path: String) throws(TableError) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0 else { throw .absent(path, errno) }
    return status.st_mode & S_IFMT == S_IFDIR
  }

  /// The size in bytes of a file that is not compressed, as far as its name tells; `nil` for
  /// others.
  var plainSize: Int? {
    switch origin {
    case .memory(let bytes): return bytes.count
    case .pipe: return nil
    case .file(let path):
      var status = stat()
      let isCompressed = [".gz", ".zst", ".zstd"].contains { path.hasSuffix($0) }
      guard !isCompressed, stat(path, &status) == 0 else { return nil }
      return Int(status.st_size)
    }
  }

  /// The bytes from the beginning, decompressed where they are compressed by gzip or zstd.
  func open() throws(TableError) -> any ByteStream {
    let stream = try raw()
    let opening = try Self.opening(of: stream)
    let prefixed = PrefixedStream(opening, then: stream)
    if opening.starts(with: [0x1F, 0x8B]) { return GzipStream(prefixed, name: name) }
    if opening.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) { return ZstdStream(prefixed, name: name) }
    return prefixed
  }

  /// The first eight bytes as they are, or fewer where there are no more; those of a pipe are not
  /// lost.
  func opening() throws(TableError) -> [UInt8] {
    guard case .pipe(let pipe) = origin else { return try Self.opening(of: try raw()) }
    return try pipe.peek(Self.opening(of:))
  }

  /// All bytes by their places; a pipe is read to its end.
  func stored() throws(TableError) -> StoredBytes {
    switch origin {
    case .file(let path): return try StoredBytes(path: path)
    case .memory(let bytes): return StoredBytes(bytes, name: name)
    case .pipe(let pipe): return StoredBytes(try pipe.contents(), name: name)
    }
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

  private static func opening(of stream: any ByteStream) throws(TableError) -> [UInt8] {
    var count = 0
    let opening = UnsafeMutableRawBufferPointer.allocate(byteCount: 8, alignment: 8)
    defer { opening.deallocate() }
    while count < opening.count {
      let read = try stream.read(into: UnsafeMutableRawBufferPointer(rebasing: opening[count...]))
      if read == 0 { break }
      count += read
    }
    return Array(opening[..<count])
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
  static func absent(_ path: String, _ code: Int32) -> TableError {
    guard code == ENOENT || code == ENOTDIR else { return .unreadable(path, code) }
    return TableError(.missingFile, file: path, problem: "there is no such file")
  }
}
