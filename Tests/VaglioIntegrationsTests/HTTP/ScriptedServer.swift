import Foundation
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An HTTP server of the tests, on a free port of this machine, that answers byte by byte what it is
/// told: well or badly.
final class ScriptedServer: Sendable {
  struct Request: Sendable {
    let line: String
    let headers: [String: String]
    let body: [UInt8]
    /// How many requests came before.
    let index: Int
  }

  enum Step: Sendable {
    case bytes([UInt8])
    case pause(milliseconds: UInt32)
    /// Waits until the other side goes away.
    case hang
    case close
  }

  let port: UInt16
  private let listener: Int32
  private let seen = Mutex<[Request]>([])
  private let connections = Mutex(0)
  private let reply: @Sendable (Request) -> [Step]

  var url: String { "http://127.0.0.1:\(port)" }
  var requests: [Request] { seen.withLock { $0 } }

  var connectionCount: Int { connections.withLock { $0 } }

  init(_ reply: @escaping @Sendable (Request) -> [Step]) {
    self.reply = reply
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = listener
    withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        precondition(bind(descriptor, $0, size) == 0 && listen(descriptor, 64) == 0)
        precondition(getsockname(descriptor, $0, &size) == 0)
      }
    }
    port = UInt16(bigEndian: address.sin_port)
    Thread.detachNewThread { [weak self] in
      while true {
        let connection = accept(descriptor, nil, nil)
        guard connection >= 0 else { return }
        guard let server = self else { return }
        Thread.detachNewThread { [server] in server.serve(connection) }
      }
    }
  }

  /// Ends listening: whoever connects afterwards is refused.
  func stop() {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  deinit { stop() }

  private func serve(_ connection: Int32) {
    defer { close(connection) }
    connections.withLock { $0 += 1 }
    while let request = read(connection) {
      let index = seen.withLock { seen in
        seen.append(request)
        return seen.count - 1
      }
      let numbered = Request(
        line: request.line, headers: request.headers, body: request.body, index: index)
      for step in reply(numbered) {
        switch step {
        case .bytes(let bytes): guard write(bytes, to: connection) else { return }
        case .pause(let milliseconds): usleep(milliseconds * 1000)
        case .hang:
          var byte: UInt8 = 0
          while recv(connection, &byte, 1, 0) > 0 {}
          return
        case .close: return
        }
      }
    }
  }

  private func write(_ bytes: [UInt8], to connection: Int32) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  private func read(_ connection: Int32) -> Request? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    func more() -> Bool {
      let count = recv(connection, &buffer, buffer.count, 0)
      if count > 0 { bytes += buffer[..<count] }
      return count > 0
    }
    var head = bytes.prefix(0)
    while head.isEmpty {
      guard more() else { return nil }
      head = bytes.prefix(bytes.firstRange(of: Array("\r\n\r\n".utf8))?.upperBound ?? 0)
    }
    let lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n")
    let (start, headers) = (head.count, Self.headers(lines.dropFirst()))
    let length = Int(headers["content-length"] ?? "") ?? 0
    while bytes.count < start + length { guard more() else { return nil } }
    return Request(
      line: String(lines[0]), headers: headers, body: Array(bytes[start...]), index: 0)
  }

  private static func headers(_ lines: ArraySlice<Substring>) -> [String: String] {
    var headers: [String: String] = [:]
    for line in lines {
      let parts = line.split(separator: ":", maxSplits: 1)
      headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
    }
    return headers
  }

  /// A whole answer, whose connection is kept.
  static func answer(
    _ body: String, status: String = "200 OK", type: String = "application/json",
    headers: [String] = []
  ) -> [Step] {
    let lines =
      ["HTTP/1.1 \(status)", "Content-Type: \(type)", "Content-Length: \(body.utf8.count)"]
      + headers
    return [.bytes(Array((lines.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8))]
  }
}
