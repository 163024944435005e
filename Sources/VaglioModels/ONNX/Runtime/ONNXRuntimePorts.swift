/// The inputs of a graph with the features that fill them.
struct ONNXRuntimePorts {
  /// The inputs in the graph's order.
  private(set) var inputs: [ONNXRuntimeInput] = []
  /// The features, input after input.
  private(set) var features: [Feature] = []
  /// The number of rows that the graph takes at a time, where it is fixed.
  private(set) var fixedBatch: Int?

  /// The inputs of a graph; one that takes no rows of numbers or texts is refused.
  init(_ graph: ONNXGraph) throws(ModelError) {
    guard !graph.inputs.isEmpty else {
      throw ModelError(.unsupported, place: "graph", problem: "it has no input")
    }
    for port in graph.inputs { try add(port, isOnly: graph.inputs.count == 1) }
  }

  private mutating func add(_ port: ONNXPort, isOnly: Bool) throws(ModelError) {
    guard case .tensor(let type, let shape?) = port.kind, [1, 6, 7, 8, 9, 11].contains(type),
      shape.count == 1 || shape.count == 2
    else { throw Self.unsupported(port, "\(port.description): rows of numbers or texts are given") }
    guard let width = shape.count == 1 ? 1 : shape[1], width <= ONNXColumns.most else {
      throw Self.unsupported(port, "\(port.description): the number of its columns is not known")
    }
    if let rows = shape[0] {
      guard rows <= 1 << 16, fixedBatch ?? rows == rows else {
        throw Self.unsupported(port, "\(port.description): so many rows at a time")
      }
      fixedBatch = rows
    }
    let first = features.count
    for place in 0..<width {
      let name = ONNXColumns.name(of: place, port, width: width, isOnly: isOnly)
      features.append(Feature(name, kind: type == 8 ? .text : .number))
    }
    inputs.append(
      ONNXRuntimeInput(
        name: port.name, features: first..<features.count, type: type, isFlat: shape.count == 1))
  }

  private static func unsupported(_ port: ONNXPort, _ problem: String) -> ModelError {
    ModelError(.unsupported, place: "input \(port.name)", problem: problem)
  }
}
