import Foundation
import Testing
import VaglioFindings

/// A model behind a server in place of a column with its scores.
struct ModelServerTests {
  /// A server of KServe's first protocol whose prediction is (a + b) / 2; it prints its port.
  private static let server = """
    import http.server, json, sys

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            rows = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["instances"]
            body = json.dumps({"predictions": [(a + b) / 2 for a, b in rows]}).encode()
            found = self.path == "/v1/models/mean:predict" and self.headers["X-Route"] == "blue"
            self.send_response(200 if found else 404)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)
    server.serve_forever()
    """

  private func withServer(_ body: (_ address: String) throws -> Void) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", Self.server]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    // A child may have inherited a mask that holds back every other signal.
    defer { kill(process.processIdentifier, SIGKILL) }
    let port = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    try body("http://127.0.0.1:\(port.filter(\.isNumber))/v1/models/mean")
  }

  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    var lines = ["id,a,b,label,score"]
    for row in 1...400 {
      let (a, b) = (Double(row * 37 % 100) / 100, Double(row * 61 % 100) / 100)
      lines.append("\(row),\(a),\(b),\((row * 13) % 7 < 3 ? 1 : 0),\((a + b) / 2)")
    }
    try folder.write(lines.joined(separator: "\n") + "\n", to: "data.csv")
    try folder.write("id,a,b\n1,0.25,0.5\n2,1,0\n3,0,0.125\n", to: "new.csv")
    return folder
  }

  @Test func `a server's predictions are written`() throws {
    let folder = try folder()
    try withServer { address in
      let run = try Vaglio.run(
        ["predict", "new.csv", "--model", address, "--id", "id", "--header", "X-Route: blue"],
        in: folder.url)
      #expect(run.code == 0, "\(run.error)")
      #expect(run.text == "id,prediction\n1,0.375\n2,0.5\n3,0.0625\n")
    }
  }

  @Test func `what a server predicts is measured as a column is`() throws {
    let folder = try folder()
    try withServer { address in
      func findings(_ arguments: [String]) throws -> JSONValue? {
        let run = try Vaglio.run(
          ["evaluate", "data.csv", "--label", "label", "--id", "id", "--json", "-"] + arguments,
          in: folder.url)
        try #require(run.code == 0, "\(run.error)")
        return try Record(run).json["findings"]
      }
      let columns = try findings(["--score", "score"])
      // The score is a column with no other part here, so that a server would be sent it too.
      let cut = try String(contentsOf: folder["data.csv"], encoding: .utf8)
        .split(separator: "\n").map { $0.split(separator: ",").dropLast().joined(separator: ",") }
      try folder.write(cut.joined(separator: "\n") + "\n", to: "data.csv")
      let served = try findings(["--model", address, "--header", "X-Route: blue", "--batch", "37"])
      #expect(served == columns)
    }
  }

  @Test func `a server that fails is told with its address`() throws {
    let folder = try folder()
    try withServer { address in
      let run = try Vaglio.run(
        ["predict", "new.csv", "--model", address, "--id", "id"], in: folder.url)
      #expect(run.code == 2 && run.output.isEmpty)
      #expect(run.error.contains(address) && run.error.contains("404"), "\(run.error)")
    }
    let gone = try Vaglio.run(
      ["predict", "new.csv", "--model", "http://127.0.0.1:9/v1/models/mean", "--id", "id"],
      in: folder.url)
    #expect(gone.code == 2 && gone.error.contains("127.0.0.1:9"), "\(gone.error)")
    let odd = try Vaglio.run(
      ["predict", "new.csv", "--model", "http://127.0.0.1:9/elsewhere"], in: folder.url)
    #expect(odd.code == 2 && odd.error.contains("/v2/models/"), "\(odd.error)")
  }
}
