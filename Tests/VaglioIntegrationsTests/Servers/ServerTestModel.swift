import VaglioModels

@testable import VaglioIntegrations

/// An Open Inference server of the tests, with a model that is easy to compute: (first + second) / 100.
enum ServerTestModel {
  static func rows(_ count: Int) -> FeatureMatrix {
    let first = (0..<count).map { Double($0 % 50) + 0.25 }
    let second = (0..<count).map { Double($0 % 47) }
    return FeatureMatrix(numbers: [first, second])
  }

  static func expected(_ count: Int) -> [Double] {
    (0..<count).map { row in
      let first = Double(row % 50) + 0.25
      return (first + Double(row % 47)) / 100
    }
  }

  static let features = [Feature("first"), Feature("second")]

  /// The numbers of the request's only tensor.
  static func numbers(_ request: ScriptedServer.Request) -> [Double] {
    let document = try? JSONDocument.document(request.body)
    let inputs = document.flatMap { try? DocumentPlace(root: $0)["inputs"].elements() }
    guard case .numbers(let numbers) = inputs?.first?["data"].value else { return [] }
    return numbers
  }

  static func answer(_ request: ScriptedServer.Request) -> String {
    let numbers = numbers(request)
    let values = stride(from: 0, to: numbers.count, by: 2)
      .map { "\((numbers[$0] + numbers[$0 + 1]) / 100)" }
    return output(values.joined(separator: ","), count: values.count)
  }

  static func output(_ data: String, count: Int, type: String = "FP64") -> String {
    #"{"outputs":[{"name":"o","shape":[\#(count)],"datatype":"\#(type)","data":[\#(data)]}]}"#
  }

  /// A server that answers metadata with 404, and predictions by `reply`.
  static func server(
    _ reply: @escaping @Sendable (ScriptedServer.Request) -> [ScriptedServer.Step] = {
      ScriptedServer.answer(answer($0))
    }
  ) -> ScriptedServer {
    ScriptedServer { request in
      request.line.hasPrefix("GET")
        ? ScriptedServer.answer(#"{"error":"no metadata"}"#, status: "404 Not Found")
        : reply(request)
    }
  }

  static func model(
    _ server: ScriptedServer, _ options: ServerOptions = quick(), rows: Int = 10
  ) throws(ModelError) -> any Model {
    let reference = try ServerReference("\(server.url)/v2/models/sum")
    return try ModelServer(reference, options).model(taking: features, sample: self.rows(rows))
  }

  /// Short limits, so that tests end soon; no retries.
  static func quick(_ change: (inout ServerOptions) -> Void = { _ in }) -> ServerOptions {
    var options = ServerOptions()
    options.http.requestSeconds = 20
    options.http.connectSeconds = 5
    options.http.retries = 0
    options.batchRows = 10
    change(&options)
    return options
  }
}
