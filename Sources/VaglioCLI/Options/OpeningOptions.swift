internal import ArgumentParser
internal import VaglioIntegrations
internal import VaglioModels

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// How models are opened, and asked where they are servers or functions.
struct OpeningOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The output that counts, of a model that has several.", valueName: "name"))
  var modelOutput: String?

  @Option(
    help: ArgumentHelp(
      "The column of a server's or function's predictions that counts, by name or by its place from 0.",
      valueName: "column"))
  var modelColumn: String?

  @Option(
    help: ArgumentHelp(
      "ONNX Runtime's library, for ONNX models beyond trees and linear ones. (default: looked for where Python's wheels are)",
      valueName: "libonnxruntime.so"))
  var onnxRuntime: String?

  @Option(
    help: ArgumentHelp(
      "A header that a model server gets, such as 'Seldon-Model: churn'. Repeatable.",
      valueName: "name: value"))
  var header: [String] = []

  @Option(
    help: ArgumentHelp(
      "How many rows a server or a function gets at once. (default: 1000, 10000)",
      valueName: "count"))
  var batch: Int?

  @Option(
    help: ArgumentHelp(
      "How many requests a server gets at once. (default: 4)", valueName: "count"))
  var connections: Int?

  @Option(
    help: ArgumentHelp(
      "How many seconds a server or a function may take to answer. (default: 60, 300)",
      valueName: "seconds"))
  var timeout: Double?
}

/// What is known about models beside their names.
struct ModelOpening {
  var file = ModelOptions()
  var server = ServerOptions()
  var python = PythonOptions()
}

extension OpeningOptions {
  /// The options, with the project file's words where the command line is silent, and what the
  /// environment says.
  func opening(_ project: ProjectFile = .none) throws -> ModelOpening {
    var opening = ModelOpening()
    let output = try project.value(modelOutput, "model-output")
    (opening.file.output, opening.server.output) = (output, output)
    opening.file.onnxRuntime = try project.value(onnxRuntime, "onnx-runtime")
    opening.file.pythonEnvironments = ONNXRuntime.environments(of: Self.environment)
    let column = try project.value(modelColumn, "model-column")
    opening.server.expectation.column = column
    opening.python.expectation.column = column
    opening.server.http.headers = try headers(project)
    if let batch = try AnalysisPlan.count(project.value(batch, "batch"), "batch", 1...1_000_000) {
      (opening.server.batchRows, opening.python.batchRows) = (batch, batch)
    }
    if let connections = try AnalysisPlan.count(
      project.value(connections, "connections"), "connections", 1...256)
    {
      opening.server.http.connections = connections
    }
    if let timeout = try project.value(timeout, "timeout") {
      guard timeout > 0, timeout <= 86_400 else {
        throw Trouble("--timeout \(timeout): give seconds above 0, at most a day")
      }
      opening.server.http.requestSeconds = timeout
      (opening.python.answerSeconds, opening.python.startSeconds) = (timeout, timeout)
    }
    if let interpreter = Self.environment["VAGLIO_PYTHON"], !interpreter.isEmpty {
      opening.python.interpreter = interpreter
    }
    return opening
  }

  private func headers(_ project: ProjectFile) throws(Trouble) -> [HTTPHeader] {
    var headers: [HTTPHeader] = []
    for text in project.values(header, "header") {
      guard let header = HTTPHeader(text) else {
        throw Trouble("--header \(text): write it as Name: value")
      }
      headers.append(header)
    }
    return headers
  }

  /// What the environment says of models and the ways to them.
  static var environment: [String: String] {
    let names = [
      "CONDA_PREFIX", "HOME", "PATH", "VAGLIO_PYTHON", "VAGLIO_SERVER_CA", "VAGLIO_SERVER_PASSWORD",
      "VAGLIO_SERVER_TOKEN", "VAGLIO_SERVER_USER", "VIRTUAL_ENV", "all_proxy", "ALL_PROXY",
      "http_proxy", "https_proxy", "HTTPS_PROXY", "no_proxy", "NO_PROXY",
    ]
    let variables = names.compactMap { name in
      getenv(name).map { (name, String(cString: $0)) }
    }
    return Dictionary(variables) { first, _ in first }
  }
}
