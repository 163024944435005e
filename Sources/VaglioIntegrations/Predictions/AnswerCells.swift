internal import VaglioModels
internal import VaglioTables

/// Reads the cells of an answer from JSON: numbers, also as `null`, `"NaN"`, `true`; or texts.
struct AnswerCells {
  private var numbers: [Double] = []
  private var texts: [String?]?
  private(set) var hasBooleans = false

  var count: Int { texts?.count ?? numbers.count }

  /// The cells that were read.
  var cells: AnswerMatrix.Cells {
    texts.map { .texts($0) } ?? .numbers(numbers)
  }

  /// Adds everything at a place, depth first.
  mutating func add(_ place: DocumentPlace) throws(ModelError) {
    switch place.value {
    case .null: addMissing()
    case .boolean(let flag):
      hasBooleans = true
      try add(flag ? 1 : 0, place)
    case .number(let number): try add(number, place)
    case .numbers(let more):
      if texts != nil { throw Self.mixture(place) }
      numbers += more
    case .string(let text): try add(text, place)
    case .array:
      for element in try place.elements() { try add(element) }
    case .object, .none:
      throw ModelError(.service, place: place.path, problem: "expected numbers or texts")
    }
  }

  private mutating func addMissing() {
    if texts != nil { texts?.append(nil) } else { numbers.append(.nan) }
  }

  private mutating func add(_ number: Double, _ place: DocumentPlace) throws(ModelError) {
    guard texts == nil else { throw Self.mixture(place) }
    numbers.append(number)
  }

  private mutating func add(_ text: String, _ place: DocumentPlace) throws(ModelError) {
    if texts == nil {
      switch text.lowercased() {
      case "nan": return numbers.append(.nan)
      case "infinity", "inf": return numbers.append(.infinity)
      case "-infinity", "-inf": return numbers.append(-.infinity)
      default:
        guard numbers.allSatisfy(\.isNaN) else { throw Self.mixture(place) }
        texts = Array(repeating: nil, count: numbers.count)
      }
    }
    texts?.append(text)
  }

  private static func mixture(_ place: DocumentPlace) -> ModelError {
    ModelError(.service, place: place.path, problem: "numbers and texts are mixed in the answer")
  }
}

extension AnswerMatrix {
  /// An array with one element per row: a number or text, or a list of as many of them in each row.
  init(rows place: DocumentPlace, expecting rowCount: Int) throws(ModelError) {
    var cells = AnswerCells()
    var width = 1
    if case .numbers(let numbers) = place.value {
      try Self.check(numbers.count, rowCount)
      try cells.add(place)
    } else {
      let elements = try Self.elements(place)
      try Self.check(elements.count, rowCount)
      for (row, element) in elements.enumerated() {
        try cells.add(element)
        if row == 0 { width = cells.count }
        guard cells.count == (row + 1) * width, width > 0 else {
          throw ModelError(
            .service, place: element.path, problem: "rows of unequal length were answered")
        }
      }
    }
    self.init(rowCount: rowCount, width: width, cells: cells.cells)
    isDeclaredWhole = cells.hasBooleans
  }

  private static func elements(_ place: DocumentPlace) throws(ModelError) -> [DocumentPlace] {
    guard case .array = place.value else {
      let what = place.exists ? "is no list" : "is missing"
      throw ModelError(
        .service, problem: "\"\(legible(place.path))\" \(what) in the answer",
        remedy: "the address may be one of another protocol")
    }
    return try place.elements()
  }

  static func check(_ count: Int, _ rowCount: Int) throws(ModelError) {
    guard count != rowCount else { return }
    throw ModelError(
      .service, problem: "predictions for \(count) rows were answered to \(rowCount) rows",
      remedy: "the model must answer each row by itself, in their order")
  }
}
