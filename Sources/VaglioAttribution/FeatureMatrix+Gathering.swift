public import VaglioModels
internal import VaglioTables

extension FeatureMatrix {
  /// These rows, in this order, each as often as it is named.
  public func gathered(_ rows: [Int32]) -> FeatureMatrix {
    FeatureMatrix(columns.map { $0.gathered(rows) }, rowCount: rows.count)
  }

  /// The first rows, or all.
  func first(_ count: Int) -> FeatureMatrix {
    gathered(Array(0..<Int32(min(count, rowCount))))
  }

  /// The same rows with other columns in place of some.
  func replacing(_ replaced: [Int: Column]) -> FeatureMatrix {
    var columns = columns
    for (index, column) in replaced { columns[index] = column }
    return FeatureMatrix(columns, rowCount: rowCount)
  }
}

extension FeatureMatrix.Column {
  /// The values of these rows, in this order.
  func gathered(_ rows: [Int32]) -> Self {
    switch self {
    case .numbers(let numbers): .numbers(rows.map { numbers[Int($0)] })
    case .texts(let texts):
      .texts(Categories(codes: rows.map { texts.codes[Int($0)] }, levels: texts.levels))
    }
  }

  /// Several columns of one kind, one behind the other.
  static func joined(_ columns: [Self]) -> Self {
    guard case .texts? = columns.first else {
      return .numbers(
        columns.flatMap { column in
          guard case .numbers(let numbers) = column else { return [Double]() }
          return numbers
        })
    }
    return .texts(
      Categories(
        columns.flatMap { column in
          guard case .texts(let texts) = column else { return [String?]() }
          return texts.codes.map { $0 < 0 ? nil : texts.levels[Int($0)] }
        }))
  }
}
