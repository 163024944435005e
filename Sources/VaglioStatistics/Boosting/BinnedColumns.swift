public import VaglioFindings

/// Columns whose values are replaced by the numbers of bins, as trees are grown on them.
///
/// Bins are quantiles of a sample of rows by the hash of their keys, so that neither the order of
/// rows nor the number of threads shows in them; the bins of categories are the most frequent levels.
/// One byte per row and column.
public struct BinnedColumns: Sendable {
  public let names: [String]
  public let rules: [BinRule]
  /// One list per column, one bin per row.
  public let bins: [[UInt8]]
  /// The number of rows.
  public let count: Int

  /// The most bins that a column may have, with those of missing values.
  public static let mostBins = 250
  /// The most rows that bins are made from.
  static let mostSampled = 200_000

  /// The bins of columns, at most `limit` of each.
  ///
  /// - Precondition: one key per row; `limit` is from 4 to ``mostBins``.
  /// - Throws: `Undefined` where there is no column or the columns are of unequal length.
  public init(
    _ columns: [LearnerColumn], keys: [UInt64], seed: UInt64 = 0, limit: Int = 64
  ) throws(Undefined) {
    precondition((4...Self.mostBins).contains(limit), "\(limit) bins")
    guard !columns.isEmpty else { throw Undefined("there is no column to learn from") }
    if let odd = columns.first(where: { $0.count != keys.count }) {
      throw Undefined("column \(odd.name) has \(odd.count) rows, not \(keys.count)")
    }
    let sample = HashedSample(seed: seed, most: Self.mostSampled).rows(ofKeys: keys)
    rules = columns.map { column in
      switch column.values {
      case .numbers(let numbers):
        .quantiles(of: sample.map { numbers[Int($0)] }, limit: limit)
      case .categories(let codes, let levels):
        .frequent(sample.lazy.map { codes[Int($0)] }, levels: levels, limit: limit)
      }
    }
    bins = zip(rules, columns).map { $0.bins(of: $1.values) ?? [] }
    (names, count) = (columns.map(\.name), keys.count)
  }

  private init(names: [String], rules: [BinRule], bins: [[UInt8]], count: Int) {
    (self.names, self.rules, self.bins, self.count) = (names, rules, bins, count)
  }

  /// Other rows of the same columns by the same rules. A level that was not there has the bin of the
  /// rest.
  public func binning(_ columns: [LearnerColumn]) throws(Undefined) -> BinnedColumns {
    guard columns.map(\.name) == names else {
      throw Undefined("the columns are not those that were learnt from")
    }
    var binned: [[UInt8]] = []
    for (rule, column) in zip(rules, columns) {
      guard let bins = rule.bins(of: column.values) else {
        throw Undefined("column \(column.name) is of another type than was learnt from")
      }
      binned.append(bins)
    }
    return BinnedColumns(
      names: names, rules: rules, bins: binned, count: columns.first?.count ?? 0)
  }

  /// The same rows without one column.
  public func without(_ column: Int) -> BinnedColumns {
    var (names, rules, bins) = (names, rules, bins)
    names.remove(at: column)
    rules.remove(at: column)
    bins.remove(at: column)
    return BinnedColumns(names: names, rules: rules, bins: bins, count: count)
  }

  /// The same rows with other bins in one column.
  ///
  /// - Precondition: one per row.
  public func replacing(_ column: Int, by values: [UInt8]) -> BinnedColumns {
    precondition(values.count == count, "one bin per row")
    var bins = bins
    bins[column] = values
    return BinnedColumns(names: names, rules: rules, bins: bins, count: count)
  }

  /// These rows alone, in the order of `rows`.
  public func taking(_ rows: [Int32]) -> BinnedColumns {
    let taken = bins.map { bins in
      bins.withUnsafeBufferPointer { bins in rows.map { bins[Int($0)] } }
    }
    return BinnedColumns(names: names, rules: rules, bins: taken, count: rows.count)
  }
}
