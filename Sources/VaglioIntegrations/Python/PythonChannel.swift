internal import VaglioTables

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The streams to and from a Python process: batches go out while answers come in, so that neither
/// side waits for the other with its hands full, and what is printed passes through meanwhile.
///
/// A class because it moves along streams: used by one thread at a time.
final class PythonChannel {
  let process: ChildProcess
  private let options: PythonOptions
  private let clock = ContinuousClock()
  private var deadline: ContinuousClock.Instant
  private var outgoing: [UInt8] = []
  private var sent = 0
  private var isDeaf = false
  /// The last of what was printed.
  private var tail: [UInt8] = []
  private var printedCount = 0
  private(set) var isTimedOut = false
  /// Gives the next bytes to send; `nil` after the last.
  var supply: (() throws(TableError) -> [UInt8]?)?

  private static let longestTail = 1 << 14

  init(_ process: ChildProcess, _ options: PythonOptions) {
    (self.process, self.options) = (process, options)
    deadline = clock.now
  }

  /// Sends bytes before everything that is supplied later.
  func enqueue(_ bytes: [UInt8]) { outgoing += bytes }

  /// Begins the time that one answer may take.
  func startClock(seconds: Double) { deadline = clock.now.advanced(by: .seconds(seconds)) }

  /// Waits for bytes of the answer, and fills the front of a buffer with them; 0 when the process
  /// ended, or its time did.
  func receive(into buffer: UnsafeMutableRawBufferPointer) throws(TableError) -> Int {
    while !isTimedOut {
      if sent == outgoing.count { try refill() }
      let left = clock.now.duration(to: deadline) / .milliseconds(1)
      guard left > 0 else {
        isTimedOut = true
        break
      }
      let ready = wait(milliseconds: Int32(min(left.rounded(.up), 60_000)))
      if ready.hasPrinted { drainPrinted() }
      if ready.hasAnswer {
        let count = recv(process.socket, buffer.baseAddress, buffer.count, 0)
        if count > 0 { return count }
        if count == 0 || errno != EAGAIN && errno != EINTR { return 0 }
      }
      if ready.hasRoom { flush() }
    }
    return 0
  }

  private func refill() throws(TableError) {
    (outgoing, sent) = (try supply?() ?? [], 0)
  }

  private func wait(
    milliseconds: Int32
  ) -> (hasAnswer: Bool, hasRoom: Bool, hasPrinted: Bool) {
    let wantsRoom = sent < outgoing.count && !isDeaf
    var polls = [
      pollfd(
        fd: process.socket, events: Int16(POLLIN | (wantsRoom ? POLLOUT : 0)), revents: 0),
      pollfd(fd: hasPrinter ? process.printed : -1, events: Int16(POLLIN), revents: 0),
    ]
    guard poll(&polls, 2, milliseconds) > 0 else { return (false, false, false) }
    let ended = Int16(POLLHUP | POLLERR)
    return (
      polls[0].revents & (Int16(POLLIN) | ended) != 0,
      wantsRoom && polls[0].revents & Int16(POLLOUT) != 0,
      polls[1].revents & (Int16(POLLIN) | ended) != 0
    )
  }

  private func flush() {
    #if canImport(Glibc)
      let flags = Int32(MSG_NOSIGNAL)
    #else
      let flags: Int32 = 0
    #endif
    let count = outgoing.withUnsafeBytes { bytes in
      send(process.socket, bytes.baseAddress.map { $0 + sent }, bytes.count - sent, flags)
    }
    if count > 0 { sent += count }
    if count < 0, errno != EAGAIN, errno != EINTR { isDeaf = true }
  }

  private var hasPrinter = true

  /// Passes on what was printed, up to the limit, and keeps its end.
  private func drainPrinted() {
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    while true {
      let count = read(process.printed, &buffer, buffer.count)
      guard count > 0 else {
        if count == 0 { hasPrinter = false }
        return
      }
      tail += buffer[..<count]
      tail.removeFirst(max(tail.count - Self.longestTail, 0))
      let passed = buffer[..<max(min(count, options.printedBytes - printedCount), 0)]
      printedCount += count
      passed.withUnsafeBytes { _ = write(2, $0.baseAddress, $0.count) }
    }
  }

  /// The end of what was printed, after the process has ended.
  func lastWords() -> String {
    for _ in 0..<20 where hasPrinter {
      drainPrinted()
      if hasPrinter { usleep(10_000) }
    }
    return String(decoding: tail, as: UTF8.self)
  }
}
