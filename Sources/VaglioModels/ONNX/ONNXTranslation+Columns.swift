internal import VaglioTables

extension ONNXTranslation {
  /// The operators that make columns out of columns, and those that only arrange values.
  static let columnOperators: [String: Operator] = [
    "Constant": { state, node throws(ModelError) in
      guard let tensor = node["value"]?.tensor else {
        throw node.unsupported("a constant that is no tensor")
      }
      return [.constant(tensor)]
    },
    "Identity": { state, node throws(ModelError) in [try state.given(node)] },
    "Reshape": { state, node throws(ModelError) in [try state.reshaped(node)] },
    "Flatten": { state, node throws(ModelError) in
      guard node.integer("axis", default: 1) == 1 else { throw node.unsupported("along rows") }
      return [try state.given(node)]
    },
    "Squeeze": { state, node throws(ModelError) in [try state.single(node)] },
    "Unsqueeze": { state, node throws(ModelError) in [try state.single(node)] },
    "Cast": { state, node throws(ModelError) in [try state.cast(node)] },
    "Concat": { state, node throws(ModelError) in [try state.concatenated(node)] },
    "Gather": { state, node throws(ModelError) in
      guard [1, -1].contains(node.integer("axis", default: 0)) else {
        throw node.unsupported("it takes rows")
      }
      return [try state.selected(node)]
    },
    "ai.onnx.ml.ArrayFeatureExtractor": { state, node throws(ModelError) in
      [try state.selected(node)]
    },
    "ai.onnx.ml.FeatureVectorizer": { state, node throws(ModelError) in
      [try state.vectorized(node)]
    },
    "ai.onnx.ml.OneHotEncoder": { state, node throws(ModelError) in [try state.indicators(node)] },
    "ai.onnx.ml.LabelEncoder": { state, node throws(ModelError) in [try state.coded(node)] },
  ]

  private func given(_ node: ONNXNode) throws(ModelError) -> Value {
    guard let value = try value(node, 0) else { throw node.malformed("it has no input") }
    return value
  }

  /// How many columns a value has; `nil` where it has none.
  private func width(_ value: Value) -> Int? {
    switch value {
    case .columns(let columns): columns.count
    case .prediction(let prediction): prediction.columnCount
    case .constant, .complement, .label: nil
    }
  }

  /// A value of one column, which may lose or get dimensions of one element.
  private func single(_ node: ONNXNode) throws(ModelError) -> Value {
    let value = try given(node)
    guard width(value) == 1 else { throw node.unsupported("of more than one column") }
    return value
  }

  /// A shape of all rows times all columns changes nothing here.
  private func reshaped(_ node: ONNXNode) throws(ModelError) -> Value {
    let value = try given(node)
    let shape = try constant(node, 1)?.integers() ?? node.integers("shape")
    let width = width(value)
    let isKept =
      shape.count == 2 && (shape[0] == -1 || shape[0] == 0)
      && (shape[1] == Int64(width ?? -2) || shape[0] == 0 && shape[1] == -1)
      || shape == [-1] && width == 1
    guard isKept else { throw node.unsupported("to the shape \(shape)") }
    return value
  }

  private func cast(_ node: ONNXNode) throws(ModelError) -> Value {
    let value = try given(node)
    let type = Int(truncatingIfNeeded: node.integer("to", default: 0))
    guard case .columns(let columns) = value else {
      guard type == 1 || type == 11 else {
        throw node.unsupported("a prediction to \(ONNXTensor.typeName(type))")
      }
      return value
    }
    var made: [ONNXColumn] = []
    for column in columns { made.append(try cast(column, to: type, node)) }
    return .columns(made)
  }

  private func cast(
    _ column: ONNXColumn, to type: Int, _ node: ONNXNode
  ) throws(ModelError) -> ONNXColumn {
    switch (column.kind, type) {
    case (.text, 8): return column
    case (.text, _), (_, 8): throw node.unsupported("between texts and numbers")
    case (_, 1): return column.cast(to: .single)
    case (_, 11): return column.cast(to: .double)
    case (_, 6), (_, 7): return column.cast(to: .integer)
    default:
      throw node.unsupported("numbers to \(ONNXTensor.typeName(type))")
    }
  }

  private mutating func concatenated(_ node: ONNXNode) throws(ModelError) -> Value {
    guard [1, -1].contains(node.integer("axis", default: 1)) else {
      throw node.unsupported("it joins rows")
    }
    if let pair = try pair(node) { return pair }
    var all: [ONNXColumn] = []
    for place in node.inputs.indices {
      let own = try columns(node, place)
      try columns.spend(own.count)
      all += own
    }
    return .columns(all)
  }

  /// (1 − p, p): both classes' probabilities.
  private func pair(_ node: ONNXNode) throws(ModelError) -> Value? {
    guard node.inputs.count == 2, case .complement(let name)? = try value(node, 0),
      name == node.inputs[1], case .prediction(var prediction)? = try value(node, 1)
    else { return nil }
    prediction.layout = .second
    if prediction.classes == nil {
      prediction = ONNXPrediction(
        core: prediction.core, columns: prediction.columns, link: prediction.link,
        layout: .second, classes: ["0", "1"], areProbabilities: true)
    }
    return .prediction(prediction)
  }

  /// The columns that constant indices name.
  private mutating func selected(_ node: ONNXNode) throws(ModelError) -> Value {
    guard let tensor = try constant(node, 1) else { throw node.malformed("it has no indices") }
    let value = try given(node)
    guard let width = width(value) else { throw node.unsupported("of no columns") }
    var places: [Int] = []
    for index in try tensor.integers() {
      let place = index < 0 && node.type == "Gather" ? Int64(width) &+ index : index
      guard place >= 0, place < width else {
        throw node.malformed("column \(index) is taken, of \(width)")
      }
      places.append(Int(place))
    }
    try columns.spend(places.count)
    switch value {
    case .columns(let columns): return .columns(places.map { columns[$0] })
    case .prediction(var prediction) where prediction.layout == .second && places == [1]:
      prediction.layout = .columns
      return .prediction(prediction)
    case .prediction where places == Array(0..<width): return value
    default: throw node.unsupported("it takes some of a model's scores")
    }
  }

  private mutating func vectorized(_ node: ONNXNode) throws(ModelError) -> Value {
    let widths = node.integers("inputdimensions")
    var all: [ONNXColumn] = []
    for place in node.inputs.indices {
      let own = try numbers(node, place)
      guard place >= widths.count || widths[place] == Int64(own.count) else {
        throw node.unsupported("inputdimensions differ from the inputs' columns")
      }
      try columns.spend(own.count)
      all += own.map { $0.cast(to: .single) }
    }
    return .columns(all)
  }

  // MARK: Categories

  /// A column per category: 1 where the value is it.
  private mutating func indicators(_ node: ONNXNode) throws(ModelError) -> Value {
    let texts = node.texts("cats_strings")
    let numbers = node.integers("cats_int64s")
    guard texts.isEmpty != numbers.isEmpty else {
      throw node.malformed("it needs categories that are texts, or numbers")
    }
    let refusesUnknown = node.integer("zeros", default: 1) == 0
    var made: [ONNXColumn] = []
    for column in try columns(node) {
      if texts.isEmpty {
        guard column.kind != .text else { throw node.unsupported("numbers for texts") }
        // Broken numbers are cut to whole ones, as the operator does.
        let index = try columns.settled(column.cast(to: .integer))
        made += try indicators(of: index, column, numbers.map(Double.init), refusesUnknown)
      } else {
        guard column.kind == .text else { throw node.unsupported("texts for numbers") }
        let index = try columns.settled(column)
        columns.declare(texts, ofSource: index)
        made += try indicators(of: index, column, texts, refusesUnknown)
      }
    }
    return .columns(made)
  }

  private mutating func indicators(
    of index: Int, _ column: ONNXColumn, _ levels: [Double], _ refusesUnknown: Bool
  ) throws(ModelError) -> [ONNXColumn] {
    let names = levels.map { "\(column.name)=\(Int64($0))" }
    if refusesUnknown { return try places(of: index, .numbers(levels), names) }
    var made: [ONNXColumn] = []
    for (level, name) in zip(levels, names) {
      made.append(
        try columns.add(.arithmetic(of: index, [.equals(level)]), name: name, kind: .single))
    }
    return made
  }

  private mutating func indicators(
    of index: Int, _ column: ONNXColumn, _ levels: [String], _ refusesUnknown: Bool
  ) throws(ModelError) -> [ONNXColumn] {
    let names = levels.map { "\(column.name)=\($0)" }
    if refusesUnknown { return try places(of: index, .texts(levels), names) }
    var made: [ONNXColumn] = []
    for (level, name) in zip(levels, names) {
      let coding = Coding(.texts([level]), codes: [1], missing: level.isEmpty ? 1 : 0, unknown: 0)
      made.append(try columns.add(.coded(index, coding), name: name, kind: .single))
    }
    return made
  }

  /// Indicators of categories of which no other may occur.
  private mutating func places(
    of index: Int, _ levels: Coding.Levels, _ names: [String]
  ) throws(ModelError) -> [ONNXColumn] {
    let coding = Coding(
      levels, codes: names.indices.map(Double.init), missing: nil, unknown: nil)
    let place = try columns.add(.coded(index, coding), name: names.first ?? "", kind: .single)
    var made: [ONNXColumn] = []
    for (number, name) in names.enumerated() {
      made.append(
        try columns.add(
          .arithmetic(of: place.source, [.equals(Double(number))]), name: name, kind: .single))
    }
    return made
  }

  /// Numbers for categories.
  private mutating func coded(_ node: ONNXNode) throws(ModelError) -> Value {
    let encoder = try ONNXLabelEncoder(node)
    var made: [ONNXColumn] = []
    for column in try columns(node) {
      guard encoder.levels.areTexts == (column.kind == .text) else {
        throw node.unsupported("its keys are of another kind than its input")
      }
      let index = try columns.settled(column.rounded)
      if case .texts(let levels) = encoder.levels {
        columns.declare(levels, ofSource: index)
      }
      made.append(
        try columns.add(.coded(index, encoder.coding), name: column.name, kind: encoder.kind))
    }
    return .columns(made)
  }
}
