/// The reading of a graph into Vaglio's own forms: columns, then a model of trees or a linear one,
/// then a link. Errors of the kind `unsupported` say which piece the forms don't hold; such a graph
/// is ONNX Runtime's to evaluate.
struct ONNXTranslation {
  /// What a name stands for.
  enum Value {
    case constant(ONNXTensor)
    case columns([ONNXColumn])
    case prediction(ONNXPrediction)
    /// 1 − p of the prediction that has this name.
    case complement(of: String)
    /// The class that is predicted, which the scores tell better.
    case label
  }

  /// What an operator does: from a node to the values that it makes.
  typealias Operator = @Sendable (inout ONNXTranslation, ONNXNode) throws(ModelError) -> [Value]

  private let graph: ONNXGraph
  private var values: [String: Value] = [:]
  /// What is made out of the inputs.
  var columns = ONNXColumns()

  /// The operators that are read, by domain and name.
  private static let operators: [String: Operator] =
    columnOperators
    .merging(arithmeticOperators) { first, _ in first }
    .merging(modelOperators) { first, _ in first }
    .merging(predictionOperators) { first, _ in first }

  /// The prediction that stands at an output of the graph, and the preprocessing before it.
  static func prediction(
    of file: ONNXFile, output: ONNXPort
  ) throws(ModelError) -> (ONNXPrediction, Preprocessing) {
    var translation = ONNXTranslation(graph: file.graph)
    try translation.takeInputs()
    for node in try translation.nodes(behind: output.name) { try translation.run(node) }
    guard case .prediction(let prediction)? = translation.values[output.name] else {
      throw ModelError(
        .unsupported, place: "output \(output.name)",
        problem: "it is no score of trees or of a linear function")
    }
    return (prediction, try translation.columns.preprocessing(prediction.columns))
  }

  private init(graph: ONNXGraph) { self.graph = graph }

  private mutating func takeInputs() throws(ModelError) {
    for (name, tensor) in graph.constants { values[name] = .constant(tensor) }
    var taken: [(name: String, columns: [ONNXColumn])] = []
    for port in graph.inputs {
      taken.append((port.name, try columns.add(port, isOnly: graph.inputs.count == 1)))
    }
    for (name, own) in taken {
      var checked: [ONNXColumn] = []
      for column in own { checked.append(try columns.checked(column)) }
      values[name] = .columns(checked)
    }
  }

  /// The nodes that a value depends on, in the graph's order.
  private func nodes(behind name: String) throws(ModelError) -> [ONNXNode] {
    var producers: [String: Int] = [:]
    for node in graph.nodes {
      for output in node.outputs where !output.isEmpty {
        guard producers.updateValue(node.index, forKey: output) == nil else {
          throw node.malformed("the value \"\(output)\" is made twice")
        }
      }
    }
    var needed = Set<Int>()
    var open = [name]
    while let name = open.popLast() {
      guard let index = producers[name], needed.insert(index).inserted else { continue }
      open += graph.nodes[index].inputs
    }
    return needed.sorted().map { graph.nodes[$0] }
  }

  private mutating func run(_ node: ONNXNode) throws(ModelError) {
    let name = node.domain.isEmpty ? node.type : "\(node.domain).\(node.type)"
    guard let make = Self.operators[name] else {
      throw node.unsupported("Vaglio does not read this operator")
    }
    let made = try make(&self, node)
    for (name, value) in zip(node.outputs, made) { values[name] = value }
  }

  // MARK: What operators ask for

  /// The value of an input; `nil` where it is left out.
  func value(_ node: ONNXNode, _ place: Int) throws(ModelError) -> Value? {
    guard node.inputs.indices.contains(place), !node.inputs[place].isEmpty else { return nil }
    guard let value = values[node.inputs[place]] else {
      throw node.malformed("its input \"\(node.inputs[place])\" is made by no node before it")
    }
    return value
  }

  /// The columns of an input.
  func columns(_ node: ONNXNode, _ place: Int = 0) throws(ModelError) -> [ONNXColumn] {
    guard case .columns(let columns)? = try value(node, place) else {
      throw node.unsupported("its input \(place) is no column that is made from the graph's inputs")
    }
    return columns
  }

  /// The columns of an input, none of them texts.
  func numbers(_ node: ONNXNode, _ place: Int = 0) throws(ModelError) -> [ONNXColumn] {
    let columns = try columns(node, place)
    guard columns.allSatisfy({ $0.kind != .text }) else {
      throw node.unsupported("it takes texts")
    }
    return columns
  }

  /// The constant of an input; `nil` where it is left out.
  func constant(_ node: ONNXNode, _ place: Int) throws(ModelError) -> ONNXTensor? {
    switch try value(node, place) {
    case .none: return nil
    case .constant(let tensor): return tensor
    default: throw node.unsupported("its input \(place) is no constant")
    }
  }

  /// One number per column: constants of one number count for all.
  func spread(_ numbers: [Double], _ count: Int, _ node: ONNXNode) throws(ModelError) -> [Double] {
    if numbers.count == 1 { return Array(repeating: numbers[0], count: count) }
    guard numbers.count == count else {
      throw node.unsupported("\(numbers.count) numbers for \(count) columns")
    }
    return numbers
  }
}
