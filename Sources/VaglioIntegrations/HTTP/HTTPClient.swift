internal import CCurl
internal import Synchronization

/// A client of HTTP/1.1 and HTTP/2 that keeps its connections, by libcurl.
///
/// What it asks changes nothing on the server (predictions and metadata), so that asking twice does no
/// harm. It asks again, at most ``HTTPSettings/retries`` times, when nobody listened at the address,
/// or when the server answered 429, 502, 503 or 504; it waits ¼, ½, 1, … seconds before, or as long
/// as `Retry-After` says, 30 at most. After a time-out, half an answer or any other status it does
/// not: the same rows would probably bring the same.
final class HTTPClient: Sendable {
  let settings: HTTPSettings
  private let idle = Mutex<[HTTPSession]>([])

  init(_ settings: HTTPSettings) { self.settings = settings }

  private static let isReady = vaglio_curl_start() == CURLE_OK

  /// Makes `count` requests, some at once, and gives each answer to `receive` in any order.
  ///
  /// The first error in the order of the requests is thrown, whatever the order of the answers.
  func exchange<Failure: Error>(
    count: Int, request: (Int) throws(Failure) -> HTTPRequest,
    receive: (Int, Result<HTTPAnswer, HTTPFailure>) throws(Failure) -> Void
  ) throws(Failure) {
    let session = idle.withLock { $0.popLast() } ?? HTTPSession(isReady: Self.isReady)
    defer { idle.withLock { $0.append(session) } }
    var queue = HTTPQueue(settings: settings, session: session, count: count)
    try queue.run(request, receive)
  }

  /// The answer to one request.
  func answer(to request: HTTPRequest) -> Result<HTTPAnswer, HTTPFailure> {
    var result: Result<HTTPAnswer, HTTPFailure>?
    exchange(count: 1, request: { _ in request }, receive: { result = $1 })
    return result ?? .failure(HTTPSession.noMemory)
  }
}
