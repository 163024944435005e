internal import CCurl

/// libcurl's set of transfers with its open connections. It is used by one thread at a time:
/// ``HTTPClient`` lends it.
final class HTTPSession: @unchecked Sendable {
  private let multi: OpaquePointer?
  private var active: [UnsafeMutableRawPointer: HTTPTransfer] = [:]

  static let noMemory = HTTPFailure(
    kind: .other, detail: "the HTTP library could not begin", received: 0, attempts: 0)

  init(isReady: Bool) { multi = isReady ? curl_multi_init().map { OpaquePointer($0) } : nil }

  deinit {
    cancel { _ in true }
    if let multi { curl_multi_cleanup(UnsafeMutableRawPointer(multi)) }
  }

  private var handle: UnsafeMutableRawPointer? { multi.map { UnsafeMutableRawPointer($0) } }

  var activeCount: Int { active.count }

  /// Begins a transfer; `false` when it cannot.
  func begin(_ transfer: HTTPTransfer) -> Bool {
    guard let handle, curl_multi_add_handle(handle, transfer.easy) == CURLM_OK else { return false }
    active[transfer.easy] = transfer
    return true
  }

  /// Ends the transfers of some requests.
  func cancel(_ isOver: (HTTPTransfer) -> Bool) {
    for transfer in active.values where isOver(transfer) { remove(transfer) }
  }

  private func remove(_ transfer: HTTPTransfer) {
    if let handle { curl_multi_remove_handle(handle, transfer.easy) }
    active[transfer.easy] = nil
  }

  /// Waits at most so long for the network, and returns the transfers that are done.
  func finished(within milliseconds: Int) -> [(HTTPTransfer, Result<HTTPAnswer, HTTPFailure>)] {
    guard let handle else { return [] }
    var running: Int32 = 0
    curl_multi_perform(handle, &running)
    var done = drained(handle)
    if done.isEmpty {
      curl_multi_poll(handle, nil, 0, Int32(clamping: milliseconds), nil)
      curl_multi_perform(handle, &running)
      done = drained(handle)
    }
    return done
  }

  private func drained(
    _ handle: UnsafeMutableRawPointer
  ) -> [(HTTPTransfer, Result<HTTPAnswer, HTTPFailure>)] {
    var done: [(HTTPTransfer, Result<HTTPAnswer, HTTPFailure>)] = []
    var left: Int32 = 0
    while let message = curl_multi_info_read(handle, &left) {
      guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle,
        let transfer = active[easy]
      else { continue }
      let code = vaglio_curl_result(message)
      done.append((transfer, transfer.outcome(code)))
      remove(transfer)
    }
    return done
  }
}
