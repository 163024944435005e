public import VaglioFindings
internal import VaglioStatistics

/// How much of a drift a column carries: what the area under the ROC curve loses when that column's
/// values are dealt out anew among the rows of a fold.
public struct ColumnDrop: Hashable, Sendable {
  public let column: String
  /// Area less area with the column dealt out anew, with its interval.
  public let drop: Estimate
}

/// The drops of columns in one fold's rows.
struct FoldDrops {
  let model: BoostedTrees
  /// The fold's rows alone.
  let columns: BinnedColumns
  let isCurrent: [UInt8]
  /// Each row takes the value of the row after it in this order of rows.
  let cycle: [Int32]

  /// A fold's rows with an order that hangs on their keys and the seed.
  init(
    model: BoostedTrees, columns: BinnedColumns, isCurrent: [UInt8], keys: [UInt64], seed: UInt64
  ) {
    (self.model, self.columns, self.isCurrent) = (model, columns, isCurrent)
    let draws = KeyedUniform(seed: seed ^ 0x6379_636C_655F_3031)
    // Reference and current rows may share a key; the label parts them.
    let numbers = zip(keys, isCurrent).map { key, side in
      (draws.number(ofKey: side == 1 ? ~key : key), key, side)
    }
    cycle = keys.indices.sorted { numbers[$0] < numbers[$1] }.map { Int32($0) }
  }

  struct Drop {
    let weight: Double
    let value: Double
    let variance: Double
  }

  /// The drop of a column, `nil` where the fold has fewer than two rows of a class.
  ///
  /// With π(i) the row whose value row i takes, a row's influence on the drop hangs on rows i and π(i);
  /// the variance is Σdᵢ² + 2Σdᵢ·d_π(i), as rows share no other.
  func drop(of column: Int) -> Drop? {
    let rows = (0..<Int32(columns.count)).map { $0 }
    guard
      let whole = ForwardArea.Fold(
        scores: model.scores(of: columns, rows: rows), isCurrent: isCurrent)
    else { return nil }
    var (values, donors) = (columns.bins[column], [Int](repeating: 0, count: rows.count))
    for (place, row) in cycle.enumerated() {
      let donor = cycle[place + 1 < cycle.count ? place + 1 : 0]
      values[Int(row)] = columns.bins[column][Int(donor)]
      donors[Int(row)] = Int(donor)
    }
    let shuffled = columns.replacing(column, by: values)
    guard
      let broken = ForwardArea.Fold(
        scores: model.scores(of: shuffled, rows: rows), isCurrent: isCurrent)
    else { return nil }
    let (first, second) = (whole.influences, broken.influences)
    let d = zip(first.values, second.values).map { $0 - $1 }
    var (squares, products) = (ExactSum(), ExactSum())
    for (row, value) in d.enumerated() {
      squares.add(product: value, value)
      products.add(product: value, d[donors[row]])
    }
    return Drop(
      weight: whole.weight, value: first.area - second.area,
      variance: max(squares.value + 2 * products.value, squares.value / 4))
  }
}

extension ForwardArea.Fold {
  /// The area, and what each row adds to its error.
  var influences: (area: Double, values: [Double]) {
    let (m, n) = (Double(classes.positives), Double(classes.negatives))
    let area = DeLong(placements, classes).area
    let values = classes.labels.indices.map { row in
      let doubled = Double(placements.doubled[row])
      return classes.labels[row] == 1
        ? (doubled / (2 * n) - area) / m : (doubled / (2 * m) - area) / n
    }
    return (area, values)
  }
}
