internal import CCurl

/// One attempt at one request: libcurl's handle with what it gathers. A class, because libcurl keeps
/// its address; used by one thread at a time.
final class HTTPTransfer {
  let index: Int
  let attempt: Int
  let request: HTTPRequest
  let easy: UnsafeMutableRawPointer
  private var headerList: UnsafeMutablePointer<curl_slist>?
  private var body: [UInt8] = []
  private var headerLength = 0
  private var isTooLong = false
  private let longest: Int

  /// Less than libcurl's own limit.
  private static let longestHeaders = 1 << 18

  /// An attempt; `nil` where there is no memory for it or libcurl refuses the address.
  init?(index: Int, attempt: Int, request: HTTPRequest, settings: HTTPSettings) {
    guard let easy = curl_easy_init() else { return nil }
    (self.index, self.attempt, self.request, self.easy) = (index, attempt, request, easy)
    longest = settings.longestAnswer
    guard setAddress(settings), setBody(), setHeaders(settings), setTrust(settings), setSinks()
    else { return nil }
  }

  deinit {
    curl_easy_cleanup(easy)
    curl_slist_free_all(headerList)
  }

  /// libcurl never looks into the environment or follows the server elsewhere: a proxy is what the
  /// settings say, and credentials go to one address only.
  private func setAddress(_ settings: HTTPSettings) -> Bool {
    let milliseconds = { (seconds: Double) in Int(min(max(seconds, 0.001), 1e6) * 1000) }
    return [
      vaglio_curl_set_text(easy, CURLOPT_URL, request.url),
      vaglio_curl_use_http_alone(easy),
      vaglio_curl_set_long(easy, CURLOPT_NOSIGNAL, 1),
      vaglio_curl_set_long(easy, CURLOPT_FOLLOWLOCATION, 0),
      vaglio_curl_set_text(easy, CURLOPT_PROXY, settings.proxy ?? ""),
      vaglio_curl_set_text(easy, CURLOPT_NOPROXY, settings.noProxy),
      vaglio_curl_set_long(
        easy, CURLOPT_CONNECTTIMEOUT_MS, milliseconds(settings.connectSeconds)),
      vaglio_curl_set_long(easy, CURLOPT_TIMEOUT_MS, milliseconds(settings.requestSeconds)),
      vaglio_curl_set_text(easy, CURLOPT_USERAGENT, "vaglio"),
    ].allSatisfy { $0 == CURLE_OK }
  }

  private func setBody() -> Bool {
    guard let bytes = request.body else { return true }
    return vaglio_curl_set_size(easy, CURLOPT_POSTFIELDSIZE_LARGE, Int64(bytes.count)) == CURLE_OK
      && vaglio_curl_set_bytes(easy, CURLOPT_COPYPOSTFIELDS, bytes) == CURLE_OK
  }

  /// `Expect: 100-continue` would cost a second at servers that don't know it.
  private func setHeaders(_ settings: HTTPSettings) -> Bool {
    var lines = ["Accept: application/json", "Expect:"]
    if request.body != nil { lines.append("Content-Type: application/json") }
    lines += settings.headers.map { "\($0.name): \($0.value)" }
    for line in lines {
      guard let longer = curl_slist_append(headerList, line) else { return false }
      headerList = longer
    }
    return vaglio_curl_set_list(easy, CURLOPT_HTTPHEADER, headerList) == CURLE_OK
  }

  private func setTrust(_ settings: HTTPSettings) -> Bool {
    var codes = [
      vaglio_curl_set_long(easy, CURLOPT_SSL_VERIFYPEER, 1),
      vaglio_curl_set_long(easy, CURLOPT_SSL_VERIFYHOST, 2),
    ]
    if let path = settings.certificateAuthority {
      codes.append(vaglio_curl_set_text(easy, CURLOPT_CAINFO, path))
    }
    switch settings.credentials {
    case .bearer(let token):
      codes.append(vaglio_curl_use_bearer(easy))
      codes.append(vaglio_curl_set_text(easy, CURLOPT_XOAUTH2_BEARER, token))
    case .basic(let user, let password):
      codes.append(vaglio_curl_use_basic(easy))
      codes.append(vaglio_curl_set_text(easy, CURLOPT_USERNAME, user))
      codes.append(vaglio_curl_set_text(easy, CURLOPT_PASSWORD, password))
    case nil: break
    }
    return codes.allSatisfy { $0 == CURLE_OK }
  }

  private func setSinks() -> Bool {
    let context = Unmanaged.passUnretained(self).toOpaque()
    return [
      vaglio_curl_set_sink(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
        HTTPTransfer.at(context)?.take(bytes, size * count) ?? 0
      },
      vaglio_curl_set_context(easy, CURLOPT_WRITEDATA, context),
      vaglio_curl_set_sink(easy, CURLOPT_HEADERFUNCTION) { _, size, count, context in
        HTTPTransfer.at(context)?.takeHeader(size * count) ?? 0
      },
      vaglio_curl_set_context(easy, CURLOPT_HEADERDATA, context),
      vaglio_curl_set_context(easy, CURLOPT_PRIVATE, context),
    ].allSatisfy { $0 == CURLE_OK }
  }

  private static func at(_ context: UnsafeMutableRawPointer?) -> HTTPTransfer? {
    context.map { Unmanaged<HTTPTransfer>.fromOpaque($0).takeUnretainedValue() }
  }

  /// Takes bytes of the body; fewer than came, which ends the transfer, when they are too many.
  private func take(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
    guard body.count + count <= longest else {
      isTooLong = true
      return 0
    }
    body.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
    return count
  }

  private func takeHeader(_ count: Int) -> Int {
    headerLength += count
    return headerLength > Self.longestHeaders ? 0 : count
  }

  /// What the transfer came to.
  func outcome(_ code: CURLcode) -> Result<HTTPAnswer, HTTPFailure> {
    if code == CURLE_OK { return .success(answer) }
    let hasLongHeaders = headerLength > Self.longestHeaders
    let kind = isTooLong ? .tooLong : hasLongHeaders ? .headersTooLong : failureKind(code)
    let detail = String(cString: curl_easy_strerror(code))
    return .failure(
      HTTPFailure(kind: kind, detail: detail, received: body.count, attempts: attempt))
  }

  private var answer: HTTPAnswer {
    HTTPAnswer(
      status: number(CURLINFO_RESPONSE_CODE), contentType: text(CURLINFO_CONTENT_TYPE) ?? "",
      body: body, retryAfter: size(CURLINFO_RETRY_AFTER), redirect: text(CURLINFO_REDIRECT_URL),
      attempts: attempt)
  }

  private func failureKind(_ code: CURLcode) -> HTTPFailure.Kind {
    switch code {
    case CURLE_COULDNT_CONNECT: .refused
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .unknownHost
    case CURLE_OPERATION_TIMEDOUT:
      size(CURLINFO_PRETRANSFER_TIME_T) == 0 ? .unconnected : .timedOut
    case CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR,
      CURLE_HTTP2_STREAM, CURLE_HTTP2:
      .closed
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CACERT_BADFILE,
      CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER:
      .untrusted
    case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL: .notHTTP
    default: .other
    }
  }

  private func number(_ info: CURLINFO) -> Int {
    var value = 0
    return vaglio_curl_get_long(easy, info, &value) == CURLE_OK ? value : 0
  }

  private func size(_ info: CURLINFO) -> Int {
    var value: Int64 = 0
    return vaglio_curl_get_size(easy, info, &value) == CURLE_OK ? Int(value) : 0
  }

  private func text(_ info: CURLINFO) -> String? {
    var value: UnsafeMutablePointer<CChar>?
    guard vaglio_curl_get_text(easy, info, &value) == CURLE_OK, let value else { return nil }
    return String(cString: value)
  }
}
