import Testing
import VaglioModels

@testable import VaglioIntegrations

struct ServerModelTests {
  typealias Sums = ServerTestModel

  @Test(arguments: [1, 7, 10, 1000], [1, 4])
  func `predictions stand in the order of the rows, whatever the batches and connections`(
    batch: Int, connections: Int
  ) throws {
    let server = Sums.server { request in
      // The later requests of four are answered first.
      [.pause(milliseconds: UInt32(3 * (4 - request.index % 4)))]
        + ScriptedServer.answer(Sums.answer(request))
    }
    let options = Sums.quick {
      $0.batchRows = batch
      $0.http.connections = connections
    }
    let model = try Sums.model(server, options)
    let predictions = try model.predictions(of: Sums.rows(103), threads: 1)
    #expect(predictions.values == Sums.expected(103))
    #expect(predictions.outputCount == 1)
    #expect(model.output.kind == .probability)
    #expect(model.output.task == .binary)
  }

  @Test
  func `no rows are no request`() throws {
    let server = Sums.server()
    let model = try Sums.model(server)
    let before = server.requests.count
    let predictions = try model.predictions(of: FeatureMatrix(numbers: [[], []]), threads: 1)
    #expect(predictions.values == [])
    #expect(server.requests.count == before)
  }

  @Test
  func `a connection is kept for the next request`() throws {
    let server = Sums.server()
    let model = try Sums.model(server)
    for _ in 0..<5 { _ = try model.predictions(of: Sums.rows(10), threads: 1) }
    // Metadata, sample and five calls.
    #expect(server.requests.count == 7)
    #expect(server.connectionCount == 1)
  }

  @Test
  func `headers and a token go with every request and stand nowhere else`() throws {
    let server = Sums.server { request in
      request.index == 1
        ? ScriptedServer.answer(Sums.answer(request))
        : ScriptedServer.answer(
          "you sent s3cret-token and hush-hush", status: "403 Forbidden", type: "text/plain")
    }
    let options = Sums.quick {
      $0.http.headers = [HTTPHeader("Seldon-Model: hush-hush")!]
      $0.http.credentials = .bearer(token: "s3cret-token")
    }
    let model = try Sums.model(server, options)
    #expect(server.requests.allSatisfy { $0.headers["authorization"] == "Bearer s3cret-token" })
    #expect(server.requests.allSatisfy { $0.headers["seldon-model"] == "hush-hush" })
    let error = #expect(throws: ModelError.self) {
      try model.predictions(of: Sums.rows(3), threads: 1)
    }
    let texts = ["\(error!)", "\(model.summary)", "\(options)", String(reflecting: options)]
    for text in texts {
      #expect(!text.contains("s3cret") && !text.contains("hush"))
    }
    #expect("\(error!)".contains("HTTP 403: \"you sent … and …\""))
  }

  @Test
  func `a user and a password are sent as basic authentication`() throws {
    let server = Sums.server()
    let options = Sums.quick { $0.http.credentials = .basic(user: "ann", password: "p:w") }
    _ = try Sums.model(server, options)
    // printf 'ann:p:w' | base64
    #expect(server.requests.allSatisfy { $0.headers["authorization"] == "Basic YW5uOnA6dw==" })
    #expect(options.http.credentials!.secrets == ["p:w", "YW5uOnA6dw=="])
  }

  @Test
  func `labels are said to be labels, and probabilities are asked for by name first`() throws {
    let server = Sums.server { request in
      let count = Sums.numbers(request).count / 2
      return ScriptedServer.answer(
        Sums.output(
          Array(repeating: "1", count: count).joined(separator: ","), count: count, type: "INT64"))
    }
    let model = try Sums.model(server)
    #expect(model.output.kind == .label)
    #expect(model.output.classes == ["0", "1"])
    #expect(model.summary.notes.contains { $0.contains("labels alone") })
    #expect(String(decoding: server.requests[2].body, as: UTF8.self).contains("predict_proba"))
    #expect(!String(decoding: server.requests[1].body, as: UTF8.self).contains("outputs"))
    #expect(try model.predictions(of: Sums.rows(4), threads: 1).values == [1, 1, 1, 1])
    #expect(!String(decoding: server.requests[3].body, as: UTF8.self).contains("outputs"))
  }

  @Test
  func `probabilities that are there when asked for are taken instead of labels`() throws {
    let server = Sums.server { request in
      let numbers = Sums.numbers(request)
      guard String(decoding: request.body, as: UTF8.self).contains("predict_proba") else {
        return ScriptedServer.answer(
          Sums.output(
            numbers.indices.dropLast(numbers.count / 2).map { _ in "0" }.joined(separator: ","),
            count: numbers.count / 2, type: "INT64"))
      }
      let rows = stride(from: 0, to: numbers.count, by: 2).map { place in
        let sum = (numbers[place] + numbers[place + 1]) / 100
        return "\(1 - sum),\(sum)"
      }
      return ScriptedServer.answer(
        #"{"outputs":[{"name":"predict_proba","shape":[\#(rows.count),2],"datatype":"FP64","data":[\#(rows.joined(separator: ","))]}]}"#
      )
    }
    let model = try Sums.model(server)
    #expect(model.output.kind == .probability)
    #expect(try model.predictions(of: Sums.rows(33), threads: 1).values == Sums.expected(33))
  }

  @Test
  func `an answer that contradicts the sample is an error that names the row`() throws {
    let server = Sums.server { request in
      let count = Sums.numbers(request).count / 2
      let values = (0..<count).map { request.index > 1 && $0 == 2 ? "1.5" : "0.5" }
      return ScriptedServer.answer(Sums.output(values.joined(separator: ","), count: count))
    }
    let model = try Sums.model(server)
    let error = #expect(throws: ModelError.self) {
      try model.predictions(of: Sums.rows(25), threads: 1)
    }
    #expect(error?.problem == "1.5 was answered for row 3, which is no probability")
    #expect(error?.place == "rows 1–10")
  }

  @Test
  func `null and NaN are missing predictions`() throws {
    let server = Sums.server { request in
      let count = Sums.numbers(request).count / 2
      let values = (0..<count).map { ["0.5", "null", #""NaN""#, "NaN"][$0 % 4] }
      return ScriptedServer.answer(Sums.output(values.joined(separator: ","), count: count))
    }
    let values = try Sums.model(server).predictions(of: Sums.rows(4), threads: 1).values
    #expect(values[0] == 0.5)
    #expect(values.dropFirst().allSatisfy { $0.isNaN })
  }
}
