internal import VaglioTables

/// A preprocessing while a file is read: what the inputs hold shows by and by, from what is done with
/// them.
struct PreprocessingDraft {
  private var names: [String]
  /// What each input holds, as far as it is known.
  private var kinds: [Feature.Kind?]
  private var steps: [Preprocessing.Step] = []
  private let inputCount: Int

  /// Nothing is done yet with inputs of these names.
  init(inputs: [String]) {
    (names, inputCount) = (inputs, inputs.count)
    kinds = Array(repeating: nil, count: inputs.count)
  }

  /// The inputs' columns.
  var inputs: [Int] { Array(0..<inputCount) }

  /// The name of a column.
  func name(of column: Int) -> String { names[column] }

  /// The names of some columns; a name that occurs again gets a number.
  func names(of columns: [Int]) -> [String] {
    var seen: [String: Int] = [:]
    return columns.map { column in
      let name = names[column]
      seen[name, default: 0] += 1
      guard let count = seen[name], count > 1 else { return name }
      return "\(name) (\(count))"
    }
  }

  /// Whether a column is known to hold texts.
  func isText(_ column: Int) -> Bool {
    column < inputCount ? kinds[column]?.isText ?? false : steps[column - inputCount].isText
  }

  /// States what a column holds.
  mutating func require(_ column: Int, _ kind: Feature.Kind) throws(ModelError) {
    guard column < inputCount else {
      let step = steps[column - inputCount]
      guard step.isText == kind.isText else { throw conflict(column) }
      if case .filled(let source, _) = step { try require(source, kind) }
      return
    }
    switch (kinds[column], kind) {
    case (.category(let old), .category(let new)):
      let known = Set(old)
      kinds[column] = .category(levels: old + new.filter { !known.contains($0) })
    case (.text, .category), (.none, _): kinds[column] = kind
    case (.some(let old), _): if old.isText != kind.isText { throw conflict(column) }
    }
  }

  private func conflict(_ column: Int) -> ModelError {
    ModelError(
      .unsupported,
      problem: "the column \"\(legible(names[column]))\" is taken as numbers and as texts")
  }

  /// Adds a column.
  mutating func add(_ step: Preprocessing.Step, name: String) -> Int {
    steps.append(step)
    names.append(name)
    return names.count - 1
  }

  /// Adds a column of numbers made from one; operations on operations become one step.
  mutating func add(
    _ operations: [Preprocessing.Operation], on column: Int, name: String? = nil
  ) throws(ModelError) -> Int {
    try require(column, .number)
    let name = name ?? names[column]
    if column >= inputCount, case .arithmetic(let source, let first) = steps[column - inputCount] {
      return add(.arithmetic(of: source, first + operations), name: name)
    }
    return add(.arithmetic(of: column, operations), name: name)
  }

  /// The preprocessing with these outputs: what none of them needs is left out, inputs too.
  func finished(outputs: [Int]) -> Preprocessing {
    var isNeeded = Array(repeating: false, count: names.count)
    for column in outputs { isNeeded[column] = true }
    for column in isNeeded.indices.reversed() where isNeeded[column] && column >= inputCount {
      for source in steps[column - inputCount].columns { isNeeded[source] = true }
    }
    var places = Array(repeating: 0, count: names.count)
    var count = 0
    for column in isNeeded.indices where isNeeded[column] {
      places[column] = count
      count += 1
    }
    let inputs = self.inputs.filter { isNeeded[$0] }.map {
      Feature(names[$0], kind: kinds[$0] ?? .number)
    }
    let steps = self.steps.indices.filter { isNeeded[inputCount + $0] }.map {
      self.steps[$0].renumbered(places)
    }
    let outputs = zip(outputs, names(of: outputs)).map {
      Preprocessing.Output(places[$0], name: $1)
    }
    return Preprocessing(inputs: inputs, steps: steps, outputs: outputs)
  }
}

extension Preprocessing.Step {
  fileprivate func renumbered(_ places: [Int]) -> Self {
    switch self {
    case .arithmetic(let column, let operations): .arithmetic(of: places[column], operations)
    case .coded(let column, let coding): .coded(places[column], coding)
    case .filled(let column, let text): .filled(places[column], with: text)
    case .norm(let columns, let norm): .norm(of: columns.map { places[$0] }, norm)
    case .whole(let column): .whole(places[column])
    case .quotient(let column, let divisor): .quotient(of: places[column], by: places[divisor])
    }
  }
}
