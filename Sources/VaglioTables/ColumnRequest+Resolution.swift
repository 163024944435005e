extension ColumnRequest {
  /// The requests, each column once: as number rather than category rather than key rather than
  /// reference rather than any.
  static func resolved(_ requests: [ColumnRequest]) -> [ColumnRequest] {
    var kinds: [String: ColumnRequest.Kind] = [:]
    for request in requests {
      let known = kinds[request.name] ?? request.kind
      let preferred = [.number, .category, .key, .reference].first {
        $0 == known || $0 == request.kind
      }
      kinds[request.name] = preferred ?? .any
    }
    var names: Set<String> = []
    return requests.compactMap { request in
      guard names.insert(request.name).inserted else { return nil }
      return ColumnRequest(request.name, as: kinds[request.name] ?? request.kind)
    }
  }
}
