#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Where answers go, and where everything else goes.
enum StandardStream: Int32, Sendable {
  /// The answer.
  case output = 1
  /// Progress, warnings and errors.
  case error = 2

  /// Whether a person looks at it.
  var isTerminal: Bool { isatty(rawValue) == 1 }

  /// Whether colours are welcome: on a terminal, unless the environment says NO_COLOR
  /// (https://no-color.org) or the terminal is a dumb one.
  var showsColours: Bool {
    isTerminal && (getenv("NO_COLOR").map { $0.pointee == 0 } ?? true)
      && getenv("TERM").map { String(cString: $0) } != "dumb"
  }

  /// Writes everything. A reader that went away has seen enough, which is no error.
  func write(_ bytes: [UInt8]) throws(Trouble) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(rawValue, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno == EPIPE {
        return
      } else if errno != EINTR {
        throw Trouble("standard output: \(String(cString: strerror(errno)))")
      }
    }
  }

  /// Writes a text.
  func write(_ text: String) throws(Trouble) { try write(Array(text.utf8)) }

  /// Writes a line for people; a stream that can't be written to has nobody to tell.
  func say(_ line: String) {
    let clearing = isTerminal ? "\r\u{1B}[K" : ""
    try? write(clearing + line + "\n")
  }
}
