internal import VaglioModels
internal import VaglioTables

/// Open Inference Protocol v2 over REST, `POST /v2/models/NAME/infer`.
/// https://github.com/kserve/open-inference-protocol/blob/main/specification/protocol/inference_rest.md
struct OpenInferenceDialect: ServerDialect {
  let features: [Feature]
  let layout: ServerOptions.Layout
  /// The tensors that the model takes: one matrix, or one for each feature.
  let inputs: [TensorSpecification]
  /// The output that is asked for by name; `nil` for what the server sends unasked.
  var output: String?

  init(
    features: [Feature], options: ServerOptions, metadata: [TensorSpecification]
  ) throws(ModelError) {
    self.features = features
    output = options.output
    let isAllNumbers = features.allSatisfy { $0.kind == .number || $0.kind == .code }
    let told = metadata.isEmpty ? nil : metadata.count > 1 || !isAllNumbers
    layout = options.layout ?? (told ?? !isAllNumbers ? .columns : .matrix)
    switch layout {
    case .matrix:
      if let text = features.first(where: { $0.kind != .number && $0.kind != .code }) {
        throw ModelError(
          .mismatch,
          problem:
            "the feature \"\(legible(text.name))\" is text, which a matrix of numbers can't hold",
          remedy: "send the features by their names, in a tensor each")
      }
      inputs = [try Self.matrix(features.count, options, metadata)]
    case .columns: inputs = features.map { Self.column($0, metadata) }
    }
  }

  private static func matrix(
    _ width: Int, _ options: ServerOptions, _ metadata: [TensorSpecification]
  ) throws(ModelError) -> TensorSpecification {
    let told = metadata.first { options.input == nil || $0.name == options.input }
    if let known = told?.width, known != width {
      throw ModelError(
        .mismatch, problem: "the model takes \(known) features, and \(width) are given",
        remedy: "name the features in the order in which the model was fitted")
    }
    return TensorSpecification(
      name: options.input ?? told?.name ?? "input-0",
      datatype: options.datatype ?? told?.datatype ?? .fp64, shape: [-1, width])
  }

  private static func column(
    _ feature: Feature, _ metadata: [TensorSpecification]
  ) -> TensorSpecification {
    let isText = feature.kind != .number && feature.kind != .code
    let told = metadata.first { $0.name == feature.name }
    return TensorSpecification(
      name: feature.name, datatype: told?.datatype ?? (isText ? .bytes : .fp64),
      shape: told?.shape.count == 1 ? [-1] : [-1, 1])
  }

  var facts: [ModelSummary.Fact] {
    [
      .init("layout", .text(layout.rawValue)),
      .init("input", .texts(inputs.map { "\($0.name): \($0.datatype?.rawValue ?? "")" })),
    ] + (output.map { [.init("output", .text($0))] } ?? [])
  }

  func request(_ rows: Range<Int>, of matrix: FeatureMatrix) throws(ModelError) -> [UInt8] {
    var text = JSONText(capacity: rows.count * matrix.columns.count * 21 + inputs.count * 120 + 80)
    text.raw("{")
    if layout == .columns { text.raw(#""parameters":{"content_type":"pd"},"#) }
    text.raw(#""inputs":["#)
    switch layout {
    case .matrix: try writeMatrix(rows, of: matrix, into: &text)
    case .columns: try writeColumns(rows, of: matrix, into: &text)
    }
    text.raw("]")
    if let output {
      text.raw(#","outputs":[{"name":"#)
      text.string(output)
      text.raw("}]")
    }
    text.raw("}")
    return text.bytes
  }

  private func writeHead(
    _ input: TensorSpecification, _ rowCount: Int, into text: inout JSONText
  ) {
    text.raw(#"{"name":"#)
    text.string(input.name)
    text.raw(#","shape":"#)
    text.list(input.shape.indices) { $0.integer($1 == 0 ? rowCount : input.shape[$1]) }
    text.raw(#","datatype":"#)
    text.string(input.datatype?.rawValue ?? "FP64")
  }

  private func writeMatrix(
    _ rows: Range<Int>, of matrix: FeatureMatrix, into text: inout JSONText
  ) throws(ModelError) {
    var cells: [TensorCells] = []
    for (column, feature) in zip(matrix.columns, features) {
      cells.append(try TensorCells(column, rows, feature, inputs[0].datatype ?? .fp64))
    }
    writeHead(inputs[0], rows.count, into: &text)
    text.raw(#","data":["#)
    for row in rows {
      for column in cells.indices {
        if row > rows.lowerBound || column > 0 { text.raw(",") }
        cells[column].write(row, into: &text)
      }
    }
    text.raw("]}")
  }

  private func writeColumns(
    _ rows: Range<Int>, of matrix: FeatureMatrix, into text: inout JSONText
  ) throws(ModelError) {
    for (place, input) in inputs.enumerated() {
      let cells = try TensorCells(
        matrix.columns[place], rows, features[place], input.datatype ?? .fp64)
      if place > 0 { text.raw(",") }
      writeHead(input, rows.count, into: &text)
      if input.datatype == .bytes { text.raw(#","parameters":{"content_type":"str"}"#) }
      text.raw(#","data":"#)
      text.list(rows) { cells.write($1, into: &$0) }
      text.raw("}")
    }
  }

  func answer(_ document: DocumentPlace, rowCount: Int) throws(ModelError) -> AnswerMatrix {
    guard document["outputs"].exists else {
      throw ModelError(
        .service, problem: "\"outputs\" is missing in the answer",
        remedy: "the address may be one of another protocol")
    }
    let tensor = try Self.tensor(output, among: try document["outputs"].elements())
    let shape = tensor["shape"].exists ? try tensor["shape"].integers() : [rowCount]
    var matrix = try AnswerMatrix(tensor: tensor["data"], shape: shape, expecting: rowCount)
    let type = TensorType(rawValue: (try? tensor["datatype"].string()) ?? "")
    matrix.isDeclaredWhole = type?.wholeRange != nil
    let name = ((try? tensor["name"].string()) ?? "").lowercased()
    matrix.isDeclaredProbability = type?.isFloating == true && name.contains("prob")
    return matrix
  }

  /// The output of the name, else the only one, else the only one of floating-point numbers.
  private static func tensor(
    _ wanted: String?, among outputs: [DocumentPlace]
  ) throws(ModelError) -> DocumentPlace {
    var names: [String] = []
    for output in outputs { names.append(try output["name"].string()) }
    if let wanted, let place = names.firstIndex(of: wanted) { return outputs[place] }
    if outputs.count == 1 { return outputs[0] }
    if let wanted { _ = try AnswerMatrix.choice(wanted, names) }
    let floating = outputs.filter {
      TensorType(rawValue: (try? $0["datatype"].string()) ?? "")?.isFloating == true
    }
    guard floating.count == 1 else { throw AnswerMatrix.severalOutputs(names) }
    return floating[0]
  }
}
