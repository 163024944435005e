/// Transformers of numbers, column by column or row by row.
enum SklearnScaler: SklearnTransformer {
  static let classNames: Set = [
    "StandardScaler", "MinMaxScaler", "MaxAbsScaler", "RobustScaler", "Normalizer", "Binarizer",
  ]

  static func apply(
    _ scaler: SklearnEstimator, to columns: [Int], _ draft: inout PreprocessingDraft
  ) throws(ModelError) -> [Int] {
    if scaler.className == "Normalizer" { return try normalised(scaler, columns, &draft) }
    let operations = try self.operations(of: scaler, count: columns.count)
    var scaled: [Int] = []
    for (column, operations) in zip(columns, operations) {
      scaled.append(try draft.add(operations, on: column))
    }
    return scaled
  }

  /// The operations on each column, in scikit-learn's order.
  private static func operations(
    of scaler: SklearnEstimator, count: Int
  ) throws(ModelError) -> [[Preprocessing.Operation]] {
    func constants(_ name: String, if flag: String? = nil) throws(ModelError) -> [Double]? {
      if let flag, try !scaler[flag].boolean() { return nil }
      let constants = try scaler[name].finiteNumbers()
      guard constants.count == count else {
        throw scaler[name].failure(expected: "\(count) numbers")
      }
      return constants
    }
    func columns(
      _ first: (make: (Double) -> Preprocessing.Operation, with: [Double]?),
      _ second: (make: (Double) -> Preprocessing.Operation, with: [Double]?) = ({ .add($0) }, nil),
      _ range: ClosedRange<Double>? = nil
    ) -> [[Preprocessing.Operation]] {
      (0..<count).map { column in
        [
          first.with.map { first.make($0[column]) }, second.with.map { second.make($0[column]) },
          range.map { .clip($0) },
        ].compactMap { $0 }
      }
    }
    switch scaler.className {
    case "StandardScaler":
      let means = try constants("mean_", if: "with_mean")
      let scales = try constants("scale_", if: "with_std")
      return columns(({ .subtract($0) }, means), ({ .divide($0) }, scales))
    case "RobustScaler":
      let centers = try constants("center_", if: "with_centering")
      let scales = try constants("scale_", if: "with_scaling")
      return columns(({ .subtract($0) }, centers), ({ .divide($0) }, scales))
    case "MinMaxScaler":
      let (scales, minima) = (try constants("scale_"), try constants("min_"))
      let range = try clipping(scaler, range: try scaler["feature_range"].numbers())
      return columns(({ .multiply($0) }, scales), ({ .add($0) }, minima), range)
    case "MaxAbsScaler":
      let range = try clipping(scaler, range: [-1, 1])
      return columns(({ .divide($0) }, try constants("scale_")), ({ .add($0) }, nil), range)
    default:
      let threshold = try scaler["threshold"].number()
      return Array(repeating: [.exceeds(threshold)], count: count)
    }
  }

  private static func clipping(
    _ scaler: SklearnEstimator, range: [Double]
  ) throws(ModelError) -> ClosedRange<Double>? {
    guard scaler["clip"].exists, try scaler["clip"].boolean() else { return nil }
    guard range.count == 2, range[0] <= range[1] else {
      throw scaler["feature_range"].failure(expected: "a range")
    }
    return range[0]...range[1]
  }

  private static func normalised(
    _ scaler: SklearnEstimator, _ columns: [Int], _ draft: inout PreprocessingDraft
  ) throws(ModelError) -> [Int] {
    let norms = ["l1": Preprocessing.Norm.l1, "l2": .l2, "max": .maximum]
    guard let norm = norms[try scaler["norm"].string()] else {
      throw scaler["norm"].failure(expected: "l1, l2 or max")
    }
    for column in columns { try draft.require(column, .number) }
    let length = draft.add(.norm(of: columns, norm), name: "norm")
    return columns.map { draft.add(.quotient(of: $0, by: length), name: draft.name(of: $0)) }
  }
}
