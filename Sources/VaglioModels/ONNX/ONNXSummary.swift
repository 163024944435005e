/// What an ONNX file tells about its model.
struct ONNXSummary {
  /// The facts.
  let summary: ModelSummary

  /// The summary of a model that is read into Vaglio's own forms.
  init(_ file: ONNXFile, _ output: ONNXPort, _ prediction: ONNXPrediction) {
    var facts = Self.facts(file, output)
    switch prediction.core {
    case .trees(let ensemble):
      facts.append(.init("model", .text("tree ensemble")))
      facts += ensemble.facts
      facts.append(.init("base", .text(ensemble.base.map { "\($0)" }.joined(separator: ", "))))
    case .linear(let coefficients, _, _):
      facts += [
        .init("model", .text("linear")), .init("coefficients", .count(coefficients.count)),
      ]
    }
    if let classes = prediction.classes { facts.append(.init("classes", .texts(classes))) }
    var notes = ["The margins are read from the file, so that attributions are exact."]
    if case .trees = prediction.core {
      notes.append("There are no covers in ONNX: attributions need a background.")
    }
    summary = ModelSummary(format: ONNXFormat.name, facts: facts, notes: notes)
  }

  /// What every ONNX file tells.
  static func facts(_ file: ONNXFile, _ output: ONNXPort) -> [ModelSummary.Fact] {
    let versions = file.operatorVersions.sorted { $0.key < $1.key }
      .map { "\($0.key.isEmpty ? "ai.onnx" : $0.key) \($0.value)" }
    var counts: [String: Int] = [:]
    for node in file.graph.nodes { counts[node.type, default: 0] += 1 }
    let operators = counts.sorted { $0.key < $1.key }
      .map { $0.value == 1 ? $0.key : "\($0.key) ×\($0.value)" }
    let producer = [file.producer, file.producerVersion].filter { !$0.isEmpty }
    return [
      .init("producer", .text(producer.joined(separator: " "))),
      .init("domain", .text(file.domain)),
      .init("format version", .count(Int(clamping: file.formatVersion))),
      .init("operator sets", .texts(versions)),
      .init("operators", .texts(operators)),
      .init("inputs", .texts(file.graph.inputs.map(\.description))),
      .init("outputs", .texts(file.graph.outputs.map(\.description))),
      .init("output used", .text(output.name)),
    ]
  }
}
