internal import VaglioTables

/// ONNX: a graph of operators (https://onnx.ai/onnx/repo-docs/IR.html).
public enum ONNXFormat: ModelFormat {
  public static let name = "ONNX"
  public static let definition =
    "tree ensembles and linear models with the preprocessing before them, read into trees and "
    + "coefficients; any other graph is evaluated by the onnxruntime library"

  /// An ONNX file has no mark of its own: its first field is the version of the format, and all of
  /// its fields are such that the format has, as far as they can be seen.
  public static func recognizes(_ opening: FileOpening) -> Bool {
    var reader = ProtobufReader(Array(opening.bytes))
    guard case (1, .varint)? = try? reader.field(), let tag = reader.rest.first,
      secondTags.contains(tag)
    else { return false }
    while let (number, value) = try? reader.field() {
      guard isField(number, value) else { return false }
    }
    return true
  }

  /// What the second field may begin with: texts, the graph, the version of the model.
  private static let secondTags: Set<UInt8> = [
    0x12, 0x1A, 0x22, 0x28, 0x32, 0x3A, 0x42, 0x72,
  ]

  private static func isField(_ number: Int, _ value: ProtobufReader.Value) -> Bool {
    switch (number, value) {
    case (5, .varint): true
    case (2...4, .delimited), (6...8, .delimited), (14, .delimited), (20, .delimited),
      (25, .delimited), (26, .delimited):
      true
    default: false
    }
  }

  public static func parse(
    _ bytes: [UInt8], _ options: ModelOptions
  ) throws(ModelError) -> any Model {
    let file = try ONNXFile(bytes)
    let output = try output(of: file.graph, options)
    do throws(ModelError) {
      return try model(file, output)
    } catch {
      guard error.kind == .unsupported else { throw error }
      return try evaluated(bytes, file, output, options, reason: error)
    }
  }

  /// The graph as ONNX Runtime evaluates it, where Vaglio's own forms don't hold it.
  private static func evaluated(
    _ bytes: [UInt8], _ file: ONNXFile, _ output: ONNXPort, _ options: ModelOptions,
    reason: ModelError
  ) throws(ModelError) -> any Model {
    let library: ONNXRuntime
    do throws(ModelError) {
      library = try ONNXRuntime.found(in: options)
    } catch {
      throw ModelError(
        error.kind, place: reason.place, problem: "\(reason.problem); \(error.problem)",
        remedy: error.remedy)
    }
    return try ONNXRuntimeModel(bytes, file, output, library, reason: reason)
  }

  /// The output that is wanted, or else that which holds scores rather than labels.
  private static func output(
    of graph: ONNXGraph, _ options: ModelOptions
  ) throws(ModelError) -> ONNXPort {
    if let name = options.output {
      guard let port = graph.outputs.first(where: { $0.name == name }) else {
        throw ModelError(
          .mismatch, place: "output",
          problem: "the graph has no output \"\(legible(name))\"",
          remedy: "it has " + legible(graph.outputs.map(\.name).joined(separator: ", "), 400))
      }
      return port
    }
    let scores = graph.outputs.filter(\.holdsScores)
    let named = scores.first { $0.name.lowercased().contains("prob") }
    return named ?? scores.first ?? graph.outputs[0]
  }

  private static func model(
    _ file: ONNXFile, _ output: ONNXPort
  ) throws(ModelError) -> any Model {
    let (prediction, preprocessing) = try ONNXTranslation.prediction(of: file, output: output)
    let summary = ONNXSummary(file, output, prediction).summary
    let isPlain = preprocessing.isIdentity
    let features =
      isPlain ? preprocessing.inputs : preprocessing.outputs.map { Feature($0.name) }
    let inner = prediction.model(features, summary)
    return isPlain ? inner : PipelineModel(preprocessing, inner, summary: summary)
  }
}

extension ONNXPort {
  /// Whether it holds numbers that may be scores: floating-point, or a map of them per row.
  fileprivate var holdsScores: Bool {
    switch kind {
    case .tensor(let type, _): [1, 10, 11, 16].contains(type)
    case .sequence, .map: true
    case .unknown: false
    }
  }
}

extension ONNXPrediction {
  /// The model of what is predicted from columns of numbers.
  fileprivate func model(_ features: [Feature], _ summary: ModelSummary) -> any MarginModel {
    switch core {
    case .trees(let ensemble):
      TreeModel(ensemble, features: features, link: link, output: output, summary: summary)
    case .linear(let coefficients, let intercepts, let precision):
      LinearModel(
        coefficients: coefficients, intercepts: intercepts, features: features, link: link,
        output: output, sum: precision, summary: summary)
    }
  }
}
