/// A column on its way from the graph's inputs to a model: a column of a preprocessing, and the
/// operations on its numbers that are not carried out yet.
struct ONNXColumn {
  /// What stands in a column.
  enum Kind {
    case single, double, integer, text
  }

  /// The index among the inputs and steps.
  let source: Int
  /// The name for people.
  let name: String
  /// What stands in the column.
  private(set) var kind: Kind
  /// What is still to be done to the numbers.
  private(set) var operations: [Preprocessing.Operation] = []

  /// A column as it is; numbers of 32 bits are rounded when they are first looked at.
  init(_ source: Int, name: String, kind: Kind) {
    (self.source, self.name, self.kind) = (source, name, kind)
  }

  /// The column behind one more operation, in the column's precision.
  func applying(_ operation: Preprocessing.Operation) -> ONNXColumn {
    var column = rounded
    column.operations.append(operation)
    if kind == .single { column.operations.append(.single) }
    return column
  }

  /// The column with its numbers in another precision.
  func cast(to kind: Kind) -> ONNXColumn {
    var column = self
    if self.kind == .single, kind == .double { column = rounded }
    if kind == .single, self.kind != .single, !column.operations.isEmpty {
      column.operations.append(.single)
    }
    if kind == .integer, self.kind != .integer {
      column = rounded
      column.operations.append(.truncate)
    }
    column.kind = kind
    return column
  }

  /// The column whose numbers of 32 bits are such even where the table's are not.
  var rounded: ONNXColumn {
    var column = self
    if kind == .single, operations.isEmpty { column.operations = [.single] }
    return column
  }
}

/// What is made out of the inputs of a graph before its model.
struct ONNXColumns {
  /// The columns that go in.
  private(set) var inputs: [Feature] = []
  private var steps: [Preprocessing.Step] = []
  /// How many columns may still be made, in all values together.
  private var budget = ONNXColumns.most

  /// The most columns that all values of a graph may have.
  static let most = 1 << 20

  /// Takes in the columns of an input.
  ///
  /// A matrix has no names in the file: its columns are `f0`, `f1`, …, as other formats have it.
  mutating func add(_ port: ONNXPort, isOnly: Bool) throws(ModelError) -> [ONNXColumn] {
    guard case .tensor(let type, let shape) = port.kind else {
      throw Self.unsupported(port, "is no tensor")
    }
    guard let shape, shape.count == 1 || shape.count == 2 else {
      throw Self.unsupported(port, "has no shape of rows × columns")
    }
    guard let width = shape.count == 1 ? 1 : shape[1] else {
      throw Self.unsupported(port, "has no fixed number of columns")
    }
    let kind = try Self.kind(type, port)
    try spend(width)
    var columns: [ONNXColumn] = []
    for place in 0..<width {
      let name = Self.name(of: place, port, width: width, isOnly: isOnly)
      columns.append(ONNXColumn(inputs.count, name: name, kind: kind))
      inputs.append(Feature(name, kind: kind == .text ? .text : .number))
    }
    return columns
  }

  /// The name of an input's column: the input's own where it is the only one, else `f0`, `f1`, … of
  /// the only input, or `X[0]`, `X[1]`, … of one of several.
  static func name(of place: Int, _ port: ONNXPort, width: Int, isOnly: Bool) -> String {
    if width == 1 { return port.name }
    return isOnly ? "f\(place)" : "\(port.name)[\(place)]"
  }

  private static func kind(_ type: Int, _ port: ONNXPort) throws(ModelError) -> ONNXColumn.Kind {
    switch type {
    case 1: return .single
    case 11: return .double
    case 6, 7: return .integer
    case 8: return .text
    default: throw unsupported(port, "takes \(ONNXTensor.typeName(type))")
    }
  }

  private static func unsupported(_ port: ONNXPort, _ problem: String) -> ModelError {
    ModelError(.unsupported, place: "input \(port.name)", problem: "the input \(problem)")
  }

  /// An input's column, its numbers checked where the graph takes whole ones.
  mutating func checked(_ column: ONNXColumn) throws(ModelError) -> ONNXColumn {
    guard column.kind == .integer else { return column }
    return try add(.whole(column.source), name: column.name, kind: .integer)
  }

  /// Counts columns that a value has; a file that copies them without end is refused.
  mutating func spend(_ count: Int) throws(ModelError) {
    budget -= min(count, Self.most + 1)
    guard budget >= 0 else {
      throw ModelError(
        .unsupported, place: "graph", problem: "it has more than \(Self.most) columns in all")
    }
  }

  /// Adds a step, and returns its column.
  mutating func add(
    _ step: Preprocessing.Step, name: String, kind: ONNXColumn.Kind
  ) throws(ModelError) -> ONNXColumn {
    try spend(1)
    steps.append(step)
    return ONNXColumn(inputs.count + steps.count - 1, name: name, kind: kind)
  }

  /// The column with all of its operations carried out, as an index.
  mutating func settled(_ column: ONNXColumn) throws(ModelError) -> Int {
    guard !column.operations.isEmpty else { return column.source }
    return try add(
      .arithmetic(of: column.source, column.operations), name: column.name, kind: column.kind
    ).source
  }

  /// The preprocessing that makes some columns.
  ///
  /// Steps name columns by their place behind all inputs, so all inputs must be added before the
  /// first step.
  mutating func preprocessing(_ columns: [ONNXColumn]) throws(ModelError) -> Preprocessing {
    var outputs: [Preprocessing.Output] = []
    for column in columns {
      outputs.append(Preprocessing.Output(try settled(column), name: column.name))
    }
    return Preprocessing(inputs: inputs, steps: steps, outputs: outputs)
  }

  /// Makes the levels of a text input known, which its encoder was fitted to.
  mutating func declare(_ levels: [String], ofSource source: Int) {
    guard source < inputs.count else { return }
    var known: [String] = []
    if case .category(let levels) = inputs[source].kind { known = levels }
    let seen = Set(known)
    known += levels.filter { !seen.contains($0) }
    inputs[source] = Feature(inputs[source].name, kind: .category(levels: known))
  }
}
