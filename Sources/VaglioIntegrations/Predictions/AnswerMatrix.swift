internal import VaglioModels
internal import VaglioTables

/// What a server or process said about rows, before it is known what it means.
struct AnswerMatrix: Equatable, Sendable {
  /// Row-major cells.
  enum Cells: Equatable, Sendable {
    /// Numbers, NaN where there is none.
    case numbers([Double])
    /// Texts, `nil` where there is none.
    case texts([String?])
  }

  let rowCount: Int
  let width: Int
  let cells: Cells
  /// The names of the columns, where they have any.
  var names: [String]?
  /// Whether the values were declared as whole numbers or truth values.
  var isDeclaredWhole = false
  /// Whether the values were asked for, or are named, as probabilities.
  var isDeclaredProbability = false

  init(rowCount: Int, width: Int, cells: Cells, names: [String]? = nil) {
    (self.rowCount, self.width, self.cells, self.names) = (rowCount, width, cells, names)
  }

  /// Whether all cells are whole numbers, or empty.
  var isWhole: Bool {
    guard case .numbers(let numbers) = cells else { return false }
    return numbers.allSatisfy { $0.isNaN || $0 == $0.rounded(.towardZero) && $0.isFinite }
  }

  /// Whether all cells lie between 0 and 1, or are empty.
  var isWithinUnit: Bool {
    guard case .numbers(let numbers) = cells else { return false }
    return numbers.allSatisfy { $0.isNaN || $0 >= 0 && $0 <= 1 }
  }

  /// Whether each row is a distribution: probabilities whose sum is 1 but for rounding to three
  /// decimals.
  var isDistribution: Bool {
    guard case .numbers(let numbers) = cells, width > 1, isWithinUnit else { return false }
    return (0..<rowCount).allSatisfy { row in
      let sum = numbers[row * width..<(row + 1) * width].reduce(0, +)
      return sum.isNaN || abs(sum - 1) <= 0.0005 * Double(width) + 1e-9
    }
  }

  /// The cells of one column.
  func column(_ column: Int) -> Cells {
    let places = stride(from: column, to: rowCount * width, by: width)
    switch cells {
    case .numbers(let numbers): return .numbers(places.map { numbers[$0] })
    case .texts(let texts): return .texts(places.map { texts[$0] })
    }
  }

  /// One column as a matrix of its own.
  func only(_ column: Int) -> AnswerMatrix {
    var matrix = AnswerMatrix(rowCount: rowCount, width: 1, cells: self.column(column))
    matrix.isDeclaredWhole = isDeclaredWhole
    matrix.isDeclaredProbability = isDeclaredProbability
    return matrix
  }
}
