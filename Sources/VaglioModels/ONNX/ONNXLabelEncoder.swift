internal import VaglioTables

/// The table of a `LabelEncoder` (versions 2 to 4 of `ai.onnx.ml`) from texts or numbers to numbers.
///
/// https://onnx.ai/onnx/operators/onnx_aionnxml_LabelEncoder.html
struct ONNXLabelEncoder {
  /// The keys.
  let levels: Coding.Levels
  /// The numbers for the keys, and the default for all others.
  let coding: Coding
  /// What stands in the column that is made.
  let kind: ONNXColumn.Kind

  /// Reads a node's table.
  init(_ node: ONNXNode) throws(ModelError) {
    levels = try Self.keys(node)
    let (values, other, kind) = try Self.values(node)
    guard values.count == levels.count else {
      throw node.malformed("\(levels.count) keys and \(values.count) values")
    }
    self.kind = kind
    coding = Coding(
      levels, codes: values, missing: Self.missing(levels, values) ?? other, unknown: other)
  }

  private static func keys(_ node: ONNXNode) throws(ModelError) -> Coding.Levels {
    if let tensor = node["keys_tensor"]?.tensor {
      if case .texts(let texts) = try tensor.elements() { return .texts(texts) }
      return .numbers(try tensor.numbers())
    }
    let (texts, integers) = (node.texts("keys_strings"), node.integers("keys_int64s"))
    let floats = node.floats("keys_floats")
    guard [texts.isEmpty, integers.isEmpty, floats.isEmpty].count(where: { !$0 }) == 1 else {
      throw node.unsupported("its keys are of no one kind")
    }
    if !texts.isEmpty { return .texts(texts) }
    return .numbers(integers.isEmpty ? floats : integers.map(Double.init))
  }

  private static func values(
    _ node: ONNXNode
  ) throws(ModelError) -> (values: [Double], other: Double, kind: ONNXColumn.Kind) {
    if let tensor = node["values_tensor"]?.tensor {
      let kinds: [Int: ONNXColumn.Kind] = [1: .single, 7: .integer, 11: .double]
      guard let kind = kinds[tensor.type] else {
        throw node.unsupported("its values are of \(ONNXTensor.typeName(tensor.type))")
      }
      let other = try node["default_tensor"]?.tensor?.numbers().first
      return (try tensor.numbers(), other ?? (kind == .integer ? -1 : 0), kind)
    }
    let (integers, floats) = (node.integers("values_int64s"), node.floats("values_floats"))
    guard integers.isEmpty != floats.isEmpty else {
      throw node.unsupported("its values are no numbers")
    }
    if floats.isEmpty {
      let other = Double(node.integer("default_int64", default: -1))
      return (integers.map(Double.init), other, .integer)
    }
    // -0.0 in the specification.
    return (floats, Double(node["default_float"]?.float ?? -0.0), .single)
  }

  /// The value of the key that a missing value is: NaN, or the empty text.
  private static func missing(_ levels: Coding.Levels, _ values: [Double]) -> Double? {
    let place: Int? =
      switch levels {
      case .texts(let texts): texts.firstIndex(of: "")
      case .numbers(let numbers): numbers.firstIndex { $0.isNaN }
      }
    return place.map { values[$0] }
  }
}
