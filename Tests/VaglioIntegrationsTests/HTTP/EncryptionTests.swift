import Foundation
import Testing
import VaglioModels

@testable import VaglioIntegrations

/// A server with a certificate that openssl made, in Python.
private final class EncryptedServer {
  let port: Int
  let certificate: String
  private let folder: URL
  private let process = Process()

  static let runs =
    FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl")
    || ProcessInfo.processInfo.environment["VAGLIO_REQUIRE_ALL"] == "1"

  /// A server on 127.0.0.1, for which the certificate is.
  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "vaglio-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    certificate = folder.appending(path: "certificate.pem").path
    let key = folder.appending(path: "key.pem").path
    let maker = Process()
    maker.executableURL = URL(filePath: "/usr/bin/openssl")
    maker.arguments = [
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
      "-keyout", key, "-out", certificate, "-days", "2", "-subj", "/CN=vaglio tests", "-addext",
      "subjectAltName=IP:127.0.0.1",
    ]
    maker.standardError = FileHandle.nullDevice
    try maker.run()
    maker.waitUntilExit()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-c", Self.program, certificate, key]
    let output = Pipe()
    (process.standardOutput, process.standardError) = (output, FileHandle.nullDevice)
    try process.run()
    var line: [UInt8] = []
    while let byte = try output.fileHandleForReading.read(upToCount: 1), byte.first ?? 10 != 10 {
      line.append(byte[0])
    }
    port = try #require(Int(String(decoding: line, as: UTF8.self)))
  }

  deinit {
    // A child may have inherited a mask that holds back every other signal.
    kill(process.processIdentifier, SIGKILL)
    try? FileManager.default.removeItem(at: folder)
  }

  private static let program = """
    import http.server, ssl, sys
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            body = b'{"predictions": [0.25, 0.5]}'
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*sys.argv[1:])
    server.socket = context.wrap_socket(server.socket, server_side=True)
    print(server.server_address[1], flush=True)
    server.serve_forever()
    """
}

@Suite(.enabled(if: EncryptedServer.runs))
struct EncryptionTests {
  private func predictions(_ address: String, certificate: String?) throws -> [Double] {
    var options = ServerTestModel.quick()
    options.http.certificateAuthority = certificate
    let rows = ServerTestModel.rows(2)
    return try ModelServer(ServerReference(address), options)
      .model(taking: ServerTestModel.features, sample: rows).predictions(of: rows, threads: 1)
      .values
  }

  @Test
  func `a server is believed when its certificate is trusted and its own, and else is not`() throws
  {
    let server = try EncryptedServer()
    let address = "https://127.0.0.1:\(server.port)/invocations"
    #expect(try predictions(address, certificate: server.certificate) == [0.25, 0.5])
    let unknown = #expect(throws: ModelError.self) { try predictions(address, certificate: nil) }
    #expect(unknown?.problem.hasPrefix("no trust: ") == true)
    #expect(unknown?.remedy == "name a file with the certificate of the server's authority")
    let other = #expect(throws: ModelError.self) {
      try predictions(
        "https://localhost:\(server.port)/invocations", certificate: server.certificate)
    }
    #expect(other?.problem.hasPrefix("no trust: ") == true)
    let absent = #expect(throws: ModelError.self) {
      try predictions(address, certificate: "/no/such/file.pem")
    }
    #expect(absent?.problem.hasPrefix("no trust: ") == true)
    let plain = #expect(throws: ModelError.self) {
      try predictions("http://127.0.0.1:\(server.port)/invocations", certificate: nil)
    }
    #expect(plain?.kind == .service)
  }
}
