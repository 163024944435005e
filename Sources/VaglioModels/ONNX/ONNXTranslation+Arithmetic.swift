extension ONNXTranslation {
  /// The operators that calculate with the numbers of columns.
  static let arithmeticOperators: [String: Operator] = [
    "ai.onnx.ml.Scaler": { state, node throws(ModelError) in [try state.scaled(node)] },
    "ai.onnx.ml.Imputer": { state, node throws(ModelError) in [try state.filled(node)] },
    "ai.onnx.ml.Binarizer": { state, node throws(ModelError) in
      let threshold = Double(node["threshold"]?.float ?? 0)
      return [.columns(try state.numbers(node).map { $0.applying(.exceeds(threshold)) })]
    },
    "IsNaN": { state, node throws(ModelError) in
      [.columns(try state.numbers(node).map { $0.applying(.isMissing) })]
    },
    "Add": { state, node throws(ModelError) in [try state.calculated(node)] },
    "Sub": { state, node throws(ModelError) in [try state.calculated(node)] },
    "Mul": { state, node throws(ModelError) in [try state.calculated(node)] },
    "Div": { state, node throws(ModelError) in [try state.calculated(node)] },
    "MatMul": { state, node throws(ModelError) in [try state.product(node)] },
    "Gemm": { state, node throws(ModelError) in [try state.product(node)] },
  ]

  private func scaled(_ node: ONNXNode) throws(ModelError) -> Value {
    let columns = try numbers(node)
    let offsets = try spread(node.floats("offset"), columns.count, node)
    let scales = try spread(node.floats("scale"), columns.count, node)
    return .columns(
      zip(columns, zip(offsets, scales)).map { column, numbers in
        column.cast(to: .single).applying(.subtract(numbers.0)).applying(.multiply(numbers.1))
      })
  }

  private func filled(_ node: ONNXNode) throws(ModelError) -> Value {
    let columns = try numbers(node)
    let isInteger = columns.allSatisfy { $0.kind == .integer }
    let numbers =
      isInteger
      ? node.integers("imputed_value_int64s").map(Double.init) : node.floats("imputed_value_floats")
    let replaced =
      isInteger
      ? Double(node.integer("replaced_value_int64", default: 0))
      : Double(node["replaced_value_float"]?.float ?? 0)
    let fills = try spread(numbers, columns.count, node)
    return .columns(
      zip(columns, fills).map { column, fill in
        column.applying(replaced.isNaN ? .fill(fill) : .replace(replaced, with: fill))
      })
  }

  /// Arithmetic of columns, or of a prediction, with constants.
  private func calculated(_ node: ONNXNode) throws(ModelError) -> Value {
    let (left, right) = (try value(node, 0), try value(node, 1))
    switch (left, right) {
    case (.columns(let columns)?, .constant(let tensor)?):
      return .columns(try calculated(columns, tensor, node))
    case (.constant(let tensor)?, .columns(let columns)?)
    where node.type == "Add" || node.type == "Mul":
      return .columns(try calculated(columns, tensor, node))
    case (.prediction(let prediction)?, .constant(let tensor)?):
      return .prediction(try prediction.calculated(tensor.numbers(), node))
    case (.constant(let tensor)?, .prediction(let prediction)?):
      if node.type == "Sub", try tensor.numbers() == [1], prediction.outputCount == 1 {
        return .complement(of: node.inputs[1])
      }
      guard node.type == "Add" || node.type == "Mul" else { break }
      return .prediction(try prediction.calculated(tensor.numbers(), node))
    default: break
    }
    throw node.unsupported("of values that are no columns and constants")
  }

  private func calculated(
    _ columns: [ONNXColumn], _ tensor: ONNXTensor, _ node: ONNXNode
  ) throws(ModelError) -> [ONNXColumn] {
    guard columns.allSatisfy({ $0.kind == .single || $0.kind == .double }) else {
      throw node.unsupported("of whole numbers or texts")
    }
    let constants = try spread(try tensor.numbers(), columns.count, node)
    guard columns.allSatisfy({ $0.operations.count < 64 }) else {
      throw node.unsupported("more than 64 operations on a column")
    }
    return zip(columns, constants).map { column, constant in
      switch node.type {
      case "Add": column.applying(.add(constant))
      case "Sub": column.applying(.subtract(constant))
      case "Mul": column.applying(.multiply(constant))
      default: column.applying(.divide(constant))
      }
    }
  }

  /// Columns times a constant matrix: a linear model.
  private func product(_ node: ONNXNode) throws(ModelError) -> Value {
    let columns = try numbers(node)
    guard let matrix = try constant(node, 1), matrix.shape.count <= 2 else {
      throw node.unsupported("without a constant matrix")
    }
    let isGemm = node.type == "Gemm"
    let isTransposed = isGemm && node.integer("transB", default: 0) != 0
    if isGemm {
      let factors = [node["alpha"]?.float ?? 1, node["beta"]?.float ?? 1]
      guard factors == [1, 1], node.integer("transA", default: 0) == 0 else {
        throw node.unsupported("with factors, or of a transposed matrix")
      }
    }
    let numbers = try matrix.numbers()
    guard !columns.isEmpty, !numbers.isEmpty, numbers.count % columns.count == 0,
      (matrix.shape.count == 1 ? matrix.shape.first : matrix.shape[isTransposed ? 1 : 0])
        == columns.count
    else { throw node.unsupported("of \(columns.count) columns and a matrix of \(matrix.shape)") }
    let outputs = numbers.count / columns.count
    var coefficients = numbers
    if !isTransposed {
      for output in 0..<outputs {
        for column in columns.indices {
          coefficients[output * columns.count + column] = numbers[column * outputs + output]
        }
      }
    }
    var intercepts = [Double](repeating: 0, count: outputs)
    if isGemm, let tensor = try constant(node, 2) {
      intercepts = try spread(try tensor.numbers(), outputs, node)
    }
    let isDouble = columns.contains { $0.kind == .double }
    return .prediction(
      ONNXPrediction(
        core: .linear(
          coefficients: coefficients, intercepts: intercepts, isDouble ? .double : .single),
        columns: columns, link: .identity, layout: .columns, classes: nil,
        areProbabilities: false))
  }
}
