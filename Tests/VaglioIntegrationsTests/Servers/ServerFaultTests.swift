import Testing
import VaglioModels

@testable import VaglioIntegrations

/// Servers that hang, lie or break off: a clear error, in bounded time and memory.
struct ServerFaultTests {
  typealias Sums = ServerTestModel

  /// The error of a server whose sample was answered well, and whose next requests are answered so.
  private func error(
    _ options: ServerOptions = Sums.quick(), rows: Int = 25,
    _ reply: @escaping @Sendable (ScriptedServer.Request) -> [ScriptedServer.Step]
  ) throws -> (ModelError, ScriptedServer) {
    let server = Sums.server { request in
      request.index == 1 ? ScriptedServer.answer(Sums.answer(request)) : reply(request)
    }
    let model = try Sums.model(server, options)
    let error = #expect(throws: ModelError.self) {
      try model.predictions(of: Sums.rows(rows), threads: 1)
    }
    return (try #require(error), server)
  }

  @Test
  func `an internal error of plain text names address, rows, status and text`() throws {
    let (error, server) = try error { _ in
      ScriptedServer.answer(
        "Internal Server Error", status: "500 Internal Server Error", type: "text/plain")
    }
    #expect(
      "\(error)"
        == "\(server.url)/v2/models/sum/infer (Open Inference Protocol), rows 1–10: HTTP 500: "
        + "\"Internal Server Error\" (the server's log says more; a wrong number or kind of features "
        + "answers so, too)")
    #expect(error.kind == .service)
  }

  @Test(arguments: [
    (#"{"error":"Model nope not found"}"#, "Model nope not found"),
    (#"{"detail":[{"type":"enum","msg":"Input should be 'BOOL'"}]}"#, "Input should be 'BOOL'"),
    (#"{"detail":"Not Found"}"#, "Not Found"),
    (#"{"error_code":"BAD_REQUEST","message":"The input must be"}"#, "The input must be"),
    (
      #"{"message":"Encountered an error.","stack_trace":"Traceback:\n  a\nValueError: X has 5\n"}"#,
      "Encountered an error. ValueError: X has 5"
    ),
    (#"{"status":{"code":-1,"info":"Invalid request"}}"#, "Invalid request"),
    ("<html><head><title>502</title></head><body>\n<h1>Bad <b>Gateway</b></h1>", "502 Bad Gateway"),
    ("a\u{1B}[31mb", "a\\u{1B}[31mb"),
  ])
  func `the message of an error is found in what servers write`(body: String, message: String)
    throws
  {
    let (error, _) = try error { _ in
      ScriptedServer.answer(body, status: "400 Bad Request", type: "application/octet-stream")
    }
    #expect(error.problem == "HTTP 400: \"\(message)\"")
  }

  @Test
  func `a long error is shortened to its beginning and its end`() throws {
    let (error, _) = try error { _ in
      ScriptedServer.answer(
        String(repeating: "x", count: 1 << 15) + " in the end", status: "400 Bad Request",
        type: "text/plain")
    }
    #expect(error.problem.count < 450)
    #expect(error.problem.hasPrefix("HTTP 400: \"xxx"))
    #expect(error.problem.hasSuffix("xxx in the end\""))
  }

  @Test
  func `the first error in the order of the rows is told, whichever comes first`() throws {
    let options = Sums.quick { $0.http.connections = 4 }
    for _ in 0..<5 {
      let (error, _) = try error(options, rows: 80) { request in
        let first = Int(Sums.numbers(request)[0])
        if first == 10 {
          return [.pause(milliseconds: 60)]
            + ScriptedServer.answer("late", status: "400 Bad Request", type: "text/plain")
        }
        return first >= 20
          ? ScriptedServer.answer("soon", status: "400 Bad Request", type: "text/plain")
          : ScriptedServer.answer(Sums.answer(request))
      }
      #expect(error.problem == "HTTP 400: \"late\"")
      #expect(error.place == "rows 11–20")
    }
  }

  @Test
  func `a server that hangs costs no more than the time that is allowed`() throws {
    let options = Sums.quick { $0.http.requestSeconds = 0.3 }
    let (error, _) = try error(options) { _ in [.hang] }
    #expect(error.problem == "no full answer within 0.3 s (0 bytes came)")
    #expect(error.remedy == "send fewer rows at once, or allow more time")
  }

  @Test
  func `a server that drips costs no more than the time that is allowed`() throws {
    let options = Sums.quick { $0.http.requestSeconds = 0.4 }
    let (error, _) = try error(options) { _ in
      [.bytes(Array("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n".utf8))]
        + Array(repeating: [.bytes([0x20]), .pause(milliseconds: 20)], count: 500).joined()
    }
    #expect(error.problem.hasPrefix("no full answer within 0.4 s ("))
  }

  @Test(arguments: [
    "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"outputs\":[{\"na",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"out\r\n",
    "",
  ])
  func `half an answer is told as such`(bytes: String) throws {
    let (error, server) = try error { _ in [.bytes(Array(bytes.utf8)), .close] }
    #expect(error.problem.hasPrefix("the connection ended before the answer did ("))
    #expect(server.requests.count <= 2 + 3 * 2)
  }

  @Test
  func `half a document without a length is told as such`() throws {
    let (error, _) = try error { _ in
      [
        .bytes(Array("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"outputs\":[{\"na".utf8)),
        .close,
      ]
    }
    #expect(error.problem.contains("no JSON"))
    #expect(error.problem.contains("ends in the middle"))
  }

  @Test
  func `an empty answer is told as such`() throws {
    let (error, _) = try error { _ in [.bytes(Array("HTTP/1.1 200 OK\r\nCon".utf8)), .close] }
    #expect(error.problem == "HTTP 200, but the answer is empty")
  }

  @Test
  func `what speaks no HTTP is told as such`() throws {
    let (error, _) = try error { _ in [.bytes(Array("SSH-2.0-OpenSSH_9.2\r\n".utf8)), .close] }
    #expect(error.problem == "what answers there doesn't speak HTTP")
  }

  @Test
  func `an endless answer is cut at its limit`() throws {
    let options = Sums.quick { $0.http.longestAnswer = 1 << 20 }
    let (error, _) = try error(options) { _ in
      let block = [UInt8](repeating: 0x20, count: 1 << 16)
      return [.bytes(Array("HTTP/1.1 200 OK\r\n\r\n".utf8))]
        + Array(repeating: .bytes(block), count: 1000)
    }
    #expect(error.problem == "the answer is longer than 1 MiB")
  }

  @Test
  func `endless headers are cut at their limit`() throws {
    let (error, _) = try error { _ in
      let block = Array(
        String(repeating: "X-A: \(String(repeating: "b", count: 90))\r\n", count: 1000).utf8)
      return [.bytes(Array("HTTP/1.1 200 OK\r\n".utf8))]
        + Array(repeating: .bytes(block), count: 100)
    }
    #expect(error.problem == "the answer's headers are longer than 256 KiB")
  }

  @Test
  func `a redirection is not followed, and its goal is named`() throws {
    let (error, server) = try error { _ in
      ScriptedServer.answer(
        "", status: "307 Temporary Redirect", headers: ["Location: http://example.org/elsewhere"])
    }
    #expect(error.problem == "HTTP 307")
    #expect(
      error.remedy
        == "it points to http://example.org/elsewhere, which is not followed: give that address")
    #expect(server.requests.count <= 2 + 3)
  }

  @Test(arguments: [
    (
      #"{"outputs":[{"name":"o","shape":[9],"datatype":"FP64","data":[1,2,3,4,5,6,7,8,9]}]}"#,
      "predictions for 9 rows were answered to 10 rows"
    ),
    (
      #"{"outputs":[{"name":"o","shape":[10],"datatype":"FP64","data":[1,2]}]}"#,
      "a tensor of shape [10] was answered with 2 elements"
    ),
    (
      #"{"outputs":[{"name":"o","shape":[10,9223372036854775000,4],"datatype":"FP64","data":[1]}]}"#,
      "a tensor of shape [10, 9223372036854774784, 4] was answered with 1 elements"
    ),
    (
      #"{"outputs":[{"name":"o","shape":[10,0],"datatype":"FP64","data":[]}]}"#,
      "a tensor of shape [10, 0] was answered with 0 elements"
    ),
    (#"{"outputs":[]}"#, "the answer has 0 outputs"),
    (#"{"outputs":{"name":1}}"#, "expected an array"),
    (#"{"predictions":[1]}"#, "\"outputs\" is missing in the answer"),
    (#"[]"#, "\"outputs\" is missing in the answer"),
    (
      #"{"outputs":[{"name":"o","shape":[10],"datatype":"FP64","data":{"a":1}}]}"#,
      "expected numbers or texts"
    ),
    (
      #"{"outputs":[{"name":"o","shape":[10],"datatype":"BYTES","data":["a","b","c","d","e","f","g","h","i","j"]}]}"#,
      "texts were answered, but numbers for the rows before"
    ),
    (
      #"{"outputs":[{"name":"o","shape":[10,2],"datatype":"FP64","data":[1,2,3,4,5,6,7,8,9,10,1,2,3,4,5,6,7,8,9,10]}]}"#,
      "2 values a row were answered, but 1 for the rows before"
    ),
  ])
  func `a wrong shape is told`(body: String, problem: String) throws {
    let (error, _) = try error { _ in ScriptedServer.answer(body) }
    #expect(error.problem == problem)
    #expect(error.place?.hasPrefix("rows 1–10") == true)
  }

  @Test
  func `nobody at the address is told after the attempts`() throws {
    let server = Sums.server()
    server.stop()
    let options = Sums.quick { $0.http.retries = 1 }
    let error = #expect(throws: ModelError.self) { try Sums.model(server, options) }
    #expect(error?.problem == "no connection after 2 attempts")
  }

  @Test
  func `an unknown host is told`() throws {
    let reference = try ServerReference("http://no-such-host.invalid/v2/models/a")
    let error = #expect(throws: ModelError.self) { try ModelServer(reference, Sums.quick()) }
    #expect(error?.problem == "the host's name is unknown")
  }

  @Test(arguments: ["429 Too Many Requests", "502 Bad Gateway", "503 Unavailable", "504 Timeout"])
  func `a server that is busy is asked again`(status: String) throws {
    let server = Sums.server { request in
      request.index % 2 == 1
        ? ScriptedServer.answer("busy", status: status, type: "text/plain")
        : ScriptedServer.answer(Sums.answer(request))
    }
    let options = Sums.quick { ($0.http.retries, $0.http.connections) = (1, 1) }
    let model = try Sums.model(server, options)
    #expect(try model.predictions(of: Sums.rows(10), threads: 1).values == Sums.expected(10))
    #expect(server.requests.count == 5)
  }

  @Test
  func `a server that stays busy is given up after the last attempt`() throws {
    let options = Sums.quick { $0.http.retries = 2 }
    let (error, server) = try error(options, rows: 10) { _ in
      ScriptedServer.answer(
        "busy", status: "503 Unavailable", type: "text/plain", headers: ["Retry-After: 0"])
    }
    #expect(error.problem == "HTTP 503 after 3 attempts: \"busy\"")
    #expect(server.requests.count == 5)
  }

  @Test(arguments: ["400 Bad Request", "404 Not Found", "500 Error", "501 Not Implemented"])
  func `what another attempt would not help is asked once`(status: String) throws {
    let options = Sums.quick { $0.http.retries = 5 }
    let (_, server) = try error(options, rows: 10) { _ in
      ScriptedServer.answer("no", status: status)
    }
    #expect(server.requests.count == 3)
  }

  @Test
  func `a server asks for its time before the next attempt, and gets it`() throws {
    let server = Sums.server { request in
      request.index == 1
        ? ScriptedServer.answer("", status: "503 Unavailable", headers: ["Retry-After: 1"])
        : ScriptedServer.answer(Sums.answer(request))
    }
    let clock = ContinuousClock()
    let options = Sums.quick { $0.http.retries = 1 }
    let time = try clock.measure { _ = try Sums.model(server, options) }
    // Not a limit on speed: the client must not come back earlier than it was told.
    #expect(time >= .seconds(1))
  }

  @Test
  func `a feature that JSON can't hold is refused before anything is sent`() throws {
    let server = Sums.server()
    let model = try Sums.model(server)
    let rows = FeatureMatrix(numbers: [[1, .infinity], [1, 1]])
    let error = #expect(throws: ModelError.self) { try model.predictions(of: rows, threads: 1) }
    #expect(error?.problem == "the feature \"first\" is inf in row 2, which FP64 doesn't hold")
    #expect(server.requests.count == 2)
  }
}
