/// The requests of one exchange: which are begun, which wait for another attempt, which failed.
struct HTTPQueue {
  private let settings: HTTPSettings
  private let session: HTTPSession
  private let count: Int
  private let clock = ContinuousClock()
  private var next = 0
  private var waiting: [(due: ContinuousClock.Instant, transfer: HTTPTransfer)] = []

  private static let longestWait = 30.0

  init(settings: HTTPSettings, session: HTTPSession, count: Int) {
    (self.settings, self.session, self.count) = (settings, session, count)
  }

  /// Makes all requests. After an error only the requests before it go on, so that the first error
  /// in their order is the one that is thrown.
  mutating func run<Failure: Error>(
    _ request: (Int) throws(Failure) -> HTTPRequest,
    _ receive: (Int, Result<HTTPAnswer, HTTPFailure>) throws(Failure) -> Void
  ) throws(Failure) {
    defer { session.cancel { _ in true } }
    var failure: (index: Int, error: Failure)?
    func fail(_ index: Int, _ error: Failure) {
      failure = (index, error)
      session.cancel { $0.index > index }
    }
    while true {
      let end = failure?.index ?? count
      waiting.removeAll { $0.transfer.index >= end }
      do throws(Failure) {
        while next < end, session.activeCount + waiting.count < settings.connections {
          next += 1
          let made = try request(next - 1)
          try begin(index: next - 1, attempt: 1, made, receive)
        }
        try beginDue(receive)
      } catch {
        fail(next - 1, error)
        continue
      }
      if session.activeCount == 0, waiting.isEmpty { break }
      for (transfer, outcome) in session.finished(within: pause) {
        guard transfer.index < failure?.index ?? count else { continue }
        do throws(Failure) {
          if !wait(for: transfer, after: outcome) { try receive(transfer.index, outcome) }
        } catch {
          fail(transfer.index, error)
        }
      }
    }
    if let failure { throw failure.error }
  }

  private mutating func begin<Failure: Error>(
    index: Int, attempt: Int, _ request: HTTPRequest,
    _ receive: (Int, Result<HTTPAnswer, HTTPFailure>) throws(Failure) -> Void
  ) throws(Failure) {
    let transfer = HTTPTransfer(
      index: index, attempt: attempt, request: request, settings: settings)
    guard let transfer, session.begin(transfer) else {
      return try receive(index, .failure(HTTPSession.noMemory))
    }
  }

  private mutating func beginDue<Failure: Error>(
    _ receive: (Int, Result<HTTPAnswer, HTTPFailure>) throws(Failure) -> Void
  ) throws(Failure) {
    let now = clock.now
    let due = waiting.filter { $0.due <= now }.map(\.transfer)
    waiting.removeAll { $0.due <= now }
    for transfer in due {
      try begin(
        index: transfer.index, attempt: transfer.attempt + 1, transfer.request, receive)
    }
  }

  /// How many milliseconds the network may be waited for.
  private var pause: Int {
    guard let first = waiting.map(\.due).min() else { return 1000 }
    let left = clock.now.duration(to: first) / .milliseconds(1)
    return Int(min(max(left.rounded(.up), 0), 1000))
  }

  /// Puts a request on the list of those that are made again, where that is safe and may help.
  private mutating func wait(
    for transfer: HTTPTransfer, after outcome: Result<HTTPAnswer, HTTPFailure>
  ) -> Bool {
    guard transfer.attempt <= settings.retries, Self.mayHelp(outcome) else { return false }
    let backOff = 0.25 * Double(1 << min(transfer.attempt - 1, 7))
    let asked = (try? outcome.get()).map { Double($0.retryAfter) } ?? 0
    let seconds = min(max(backOff, asked), Self.longestWait)
    waiting.append((clock.now.advanced(by: .seconds(seconds)), transfer))
    return true
  }

  private static func mayHelp(_ outcome: Result<HTTPAnswer, HTTPFailure>) -> Bool {
    switch outcome {
    case .success(let answer): [429, 502, 503, 504].contains(answer.status)
    case .failure(let failure): failure.kind == .refused
    }
  }
}
