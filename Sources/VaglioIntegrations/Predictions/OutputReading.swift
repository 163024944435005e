internal import VaglioModels
internal import VaglioTables

/// How answers turn into predictions: learned once from the answer to a sample of rows, then kept.
///
/// - One column of whole numbers or texts is labels; of numbers between 0 and 1, probabilities of the
///   positive class; of other numbers, values.
/// - Two columns whose rows sum to 1 are the probabilities of two classes: the second is the positive
///   one's. More such columns are the probabilities of as many classes.
/// - Other columns are values, one target each.
///
/// What the caller expects goes before all that. An answer that contradicts the sample is an error.
struct OutputReading: Sendable {
  let output: ModelOutput
  /// What was concluded, for people.
  let note: String
  private let width: Int
  private let columns: [Int]
  private let labels: LabelReading?

  init(_ sample: AnswerMatrix, _ expectation: OutputExpectation) throws(ModelError) {
    let columns = try Self.columns(of: sample, expectation)
    let judged = expectation.column == nil ? sample : sample.only(columns[0])
    let kind = try Self.kind(of: judged, columns, expectation)
    width = sample.width
    self.columns = columns
    var task = expectation.task ?? Self.task(of: kind, columns.count)
    var classes = Self.classes(sample, columns, expectation)
    if kind == .label {
      let labels = try LabelReading(sample.column(columns[0]), classes: expectation.classes)
      self.labels = labels
      classes = labels.classes
      if expectation.task == nil { task = labels.classes.count == 2 ? .binary : .multiclass }
    } else {
      labels = nil
    }
    let names =
      columns.count == 1
      ? ["prediction"] : classes ?? sample.names ?? columns.map { "\($0)" }
    output = ModelOutput(kind, task: task, names: names, classes: classes)
    note = Self.note(kind, columns, width: sample.width)
  }

  private static func columns(
    of sample: AnswerMatrix, _ expectation: OutputExpectation
  ) throws(ModelError) -> [Int] {
    if let wanted = expectation.column { return [try place(of: wanted, in: sample)] }
    if sample.width == 1 { return [0] }
    let places = arranged(sample, expectation.classes) ?? Array(0..<sample.width)
    let mayBeBinary = expectation.task == nil || expectation.task == .binary
    if sample.width == 2, mayBeBinary, expectation.kind ?? .probability == .probability,
      sample.isDistribution
    {
      return [places[1]]
    }
    if expectation.task == .binary {
      throw ModelError(
        .service,
        problem: "\(sample.width) numbers a row were answered where the probability of one class "
          + "was expected", remedy: chooseColumn(sample))
    }
    return places
  }

  /// The columns in the order of the expected classes, where they are named so.
  private static func arranged(_ sample: AnswerMatrix, _ classes: [String]?) -> [Int]? {
    guard let names = sample.names, let classes, Set(names) == Set(classes) else { return nil }
    let places = classes.compactMap { names.firstIndex(of: $0) }
    return places.count == names.count ? places : nil
  }

  private static func place(
    of wanted: String, in sample: AnswerMatrix
  ) throws(ModelError) -> Int {
    if let place = sample.names?.firstIndex(of: wanted) { return place }
    if let place = Int(wanted), (0..<sample.width).contains(place) { return place }
    throw ModelError(
      .service, problem: "the answer has no column \"\(legible(wanted))\"",
      remedy: chooseColumn(sample))
  }

  private static func chooseColumn(_ sample: AnswerMatrix) -> String {
    let names = sample.names.map {
      ": " + legible($0.prefix(12).joined(separator: ", "), 160)
    }
    return "choose one of the columns 0 to \(sample.width - 1)\(names ?? "")"
  }

  private static func kind(
    of sample: AnswerMatrix, _ columns: [Int], _ expectation: OutputExpectation
  ) throws(ModelError) -> ModelOutput.Kind {
    if case .texts = sample.cells {
      guard columns.count == 1, expectation.kind ?? .label == .label else {
        throw ModelError(
          .service, problem: "texts were answered where numbers were expected",
          remedy: chooseColumn(sample))
      }
      return .label
    }
    if let kind = expectation.kind { return kind }
    if expectation.task == .regression || expectation.task == .survival { return .value }
    if expectation.task == .ranking || expectation.task == .anomaly { return .score }
    if sample.isDistribution || sample.isDeclaredProbability && sample.isWithinUnit {
      return .probability
    }
    if sample.width == 1, sample.isDeclaredWhole || sample.isWhole { return .label }
    if columns.count == 1, sample.isWithinUnit { return .probability }
    return expectation.task == nil ? .value : .score
  }

  private static func task(of kind: ModelOutput.Kind, _ count: Int) -> ModelOutput.Task {
    switch kind {
    case .probability: count == 1 ? .binary : .multiclass
    case .value: .regression
    case .score: count == 1 ? .binary : .multiclass
    case .label: .multiclass
    }
  }

  private static func classes(
    _ sample: AnswerMatrix, _ columns: [Int], _ expectation: OutputExpectation
  ) -> [String]? {
    let isOfClasses = sample.width > 1 && expectation.column == nil
    if let classes = expectation.classes, !isOfClasses || classes.count == sample.width {
      return classes
    }
    guard isOfClasses, sample.isDistribution, let names = sample.names else { return nil }
    return Set(names).count == names.count ? names : nil
  }

  private static func note(_ kind: ModelOutput.Kind, _ columns: [Int], width: Int) -> String {
    let which =
      columns.count == 1 && width > 1
      ? "column \(columns[0]) of \(width) of the answer" : "the answer"
    return switch kind {
    case .probability where columns.count > 1: "the answer is the probabilities of the classes"
    case .probability: "\(which) is the probability of the positive class"
    case .value: "\(which) is values in the units of the label"
    case .score: "\(which) is scores"
    case .label: "\(which) is labels alone: only what can be told from labels is measured"
    }
  }

  /// The predictions in an answer whose first row is `firstRow`, counted from 0.
  func predictions(_ answer: AnswerMatrix, firstRow: Int) throws(ModelError) -> [Double] {
    guard answer.width == width else {
      throw ModelError(
        .service,
        problem: "\(answer.width) values a row were answered, but \(width) for the rows before")
    }
    if let labels { return try labels.codes(answer.column(columns[0]), firstRow: firstRow) }
    guard case .numbers(let numbers) = answer.cells else {
      throw ModelError(.service, problem: "texts were answered, but numbers for the rows before")
    }
    if output.kind == .probability { try check(numbers, firstRow: firstRow) }
    if columns == Array(0..<width) { return numbers }
    return (0..<answer.rowCount).flatMap { row in columns.map { numbers[row * width + $0] } }
  }

  private func check(_ numbers: [Double], firstRow: Int) throws(ModelError) {
    for place in numbers.indices
    where columns.contains(place % width) && (numbers[place] < 0 || numbers[place] > 1) {
      throw ModelError(
        .service,
        problem: "\(numbers[place]) was answered for row \(firstRow + place / width + 1), which is "
          + "no probability",
        remedy: "say what the predictions are: probability, value, score or label")
    }
  }
}
