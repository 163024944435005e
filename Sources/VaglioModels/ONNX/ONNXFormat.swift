/// ONNX: a graph of operators (https://onnx.ai/onnx/repo-docs/IR.html).
public enum ONNXFormat: ModelFormat {
  public static let name = "ONNX"
  public static let definition =
    "tree ensembles and linear models of ai.onnx.ml, with the preprocessing before them"

  /// An ONNX file has no mark of its own: its first field is the version of the format, and all of
  /// its fields are such that the format has.
  public static func recognizes(_ opening: FileOpening) -> Bool {
    guard opening.bytes.count > 2, opening.bytes.first == 0x08 else { return false }
    var reader = ProtobufReader(Array(opening.bytes))
    var fields = 0
    do throws(ModelError) {
      while let (number, value) = try reader.field() {
        guard isField(number, value) else { return false }
        fields += 1
      }
    } catch {
      // The opening ends inside of the graph, or the file is damaged behind what was seen.
      return fields > 0
    }
    return fields > 1
  }

  private static func isField(_ number: Int, _ value: ProtobufReader.Value) -> Bool {
    switch (number, value) {
    case (1, .varint(let version)): (1...1000).contains(version)
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
    return try model(file, output)
  }

  /// The output that is wanted, or else that which holds scores rather than labels.
  private static func output(
    of graph: ONNXGraph, _ options: ModelOptions
  ) throws(ModelError) -> ONNXPort {
    if let name = options.output {
      guard let port = graph.outputs.first(where: { $0.name == name }) else {
        throw ModelError(
          .mismatch, place: "output",
          problem: "the graph has no output \"\(name)\"",
          remedy: "it has " + graph.outputs.map(\.name).joined(separator: ", "))
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
