internal import VaglioModels
internal import VaglioTables

/// The values of one feature as elements of a tensor.
struct TensorCells {
  private enum Elements {
    case doubles([Double])
    case floats([Double])
    case wholes([Double])
    case booleans([Double])
    case texts(Categories)
    case numerals([Double])
  }

  private let elements: Elements

  /// The elements of some rows. A number that the type doesn't hold, and a missing one among whole
  /// numbers, is an error.
  init(
    _ column: FeatureMatrix.Column, _ rows: Range<Int>, _ feature: Feature, _ type: TensorType
  ) throws(ModelError) {
    switch column {
    case .texts(let texts):
      guard type == .bytes else {
        throw ModelError(
          .mismatch,
          problem: "the feature \"\(legible(feature.name))\" is text, but the server takes "
            + "\(type.rawValue)", remedy: "give the column as the model was fitted to it")
      }
      elements = .texts(texts)
    case .numbers(let numbers):
      if let row = rows.first(where: { !Self.holds(type, numbers[$0]) }) {
        throw Self.failure(feature, row, numbers[row], type)
      }
      elements = Self.elements(numbers, type)
    }
  }

  private static func elements(_ numbers: [Double], _ type: TensorType) -> Elements {
    switch type {
    case .fp64: .doubles(numbers)
    case .fp32, .fp16: .floats(numbers)
    case .bool: .booleans(numbers)
    case .bytes: .numerals(numbers)
    default: .wholes(numbers)
    }
  }

  private static func holds(_ type: TensorType, _ number: Double) -> Bool {
    switch type {
    case .fp64: !number.isInfinite
    case .fp32, .fp16: !Float(number).isInfinite
    case .bytes: true
    default:
      if let range = type.wholeRange {
        range.contains(number) && number == number.rounded(.towardZero)
      } else {
        true
      }
    }
  }

  private static func failure(
    _ feature: Feature, _ row: Int, _ number: Double, _ type: TensorType
  ) -> ModelError {
    let what = number.isNaN ? "missing" : "\(number)"
    return ModelError(
      .mismatch,
      problem: "the feature \"\(legible(feature.name))\" is \(what) in row \(row + 1), which "
        + "\(type.rawValue) doesn't hold",
      remedy: "send another type, or leave such rows out")
  }

  /// Writes the element of a row; `null` where it is missing.
  @inline(__always)
  func write(_ row: Int, into text: inout JSONText) {
    switch elements {
    case .doubles(let numbers):
      if numbers[row].isNaN { text.raw("null") } else { text.number(numbers[row]) }
    case .floats(let numbers):
      if numbers[row].isNaN { text.raw("null") } else { text.number(Float(numbers[row])) }
    case .wholes(let numbers): text.integer(Int(numbers[row]))
    case .booleans(let numbers):
      if numbers[row] == 0 { text.raw("false") } else { text.raw("true") }
    case .texts(let texts): text.string(texts[row])
    case .numerals(let numbers): text.string(Self.numeral(numbers[row]))
    }
  }

  private static func numeral(_ number: Double) -> String? {
    if number.isNaN { return nil }
    return Int(exactly: number).map { "\($0)" } ?? "\(number)"
  }
}
