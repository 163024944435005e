public import VaglioModels

/// Exact attributions of a linear model, bare or behind a preprocessing whose columns have one input
/// each: φⱼ = Σ β_c (x_c − mean of c over the background), c the columns of the input or group.
///
/// These are the Shapley values of features that are taken from the background independently of each
/// other, as ``SampledExplainer`` takes them. The model may sum in single precision; attributions are
/// worked out in double precision, so that they add up to its margin to that rounding.
public struct LinearExplainer: Sendable {
  /// What the attributions are given to.
  public let groups: FeatureGroups
  private let parts: LinearParts
  private let scale: Attributions.Scale
  private let means: [Double]
  /// Groups × outputs: the squared standard errors of the background; `nil` with one row.
  private let variances: [Double]?
  private let freedom: Double

  /// An explainer of a linear model against a background, each of whose rows counts once or by its
  /// weight.
  ///
  /// Refused: a model that is not linear in its inputs, predictions that are not its margins, no
  /// background rows, values that are not finite.
  ///
  /// - Precondition: columns as the model's features are; groups of its features.
  public init(
    model: any Model, background: FeatureMatrix, weights: [Double]? = nil,
    groups: FeatureGroups? = nil, scale: Attributions.Scale = .margin
  ) throws(AttributionError) {
    parts = try LinearParts(model)
    self.scale = scale
    self.groups = try parts.checkedGroups(groups, background, scale)
    let shares = try BackgroundShares(weights, count: background.rowCount).values
    let columns = try parts.columns(of: background)
    means = columns.map { column in zip(column, shares).reduce(0) { $0 + $1.0 * $1.1 } }
    let outputs = parts.model.intercepts.count
    let (groupCount, members) = (self.groups.count, parts.groupOfColumn(self.groups))
    // What each background row adds to each group.
    var sums = [Double](repeating: 0, count: shares.count * groupCount * outputs)
    for output in 0..<outputs {
      for (index, (column, coefficient)) in zip(columns, parts.coefficients(output: output))
        .enumerated()
      {
        let place = output * groupCount + members[index]
        for (row, value) in column.enumerated() {
          sums[row * groupCount * outputs + place] += coefficient * value
        }
      }
    }
    variances = BackgroundSpread(sums, shares, width: groupCount * outputs).variances
    freedom = Double(max(1, shares.count - 1))
  }

  /// What the model says of the background on average, one per output.
  public var baseValues: [Double] {
    parts.model.intercepts.enumerated().map { output, intercept in
      zip(parts.coefficients(output: output), means).reduce(intercept) { $0 + $1.0 * $1.1 }
    }
  }

  /// The attributions of rows, exact but for the background's errors.
  public func attributions(of rows: FeatureMatrix) throws(AttributionError) -> Attributions {
    let columns = try parts.columns(of: rows)
    let outputs = parts.model.intercepts.count
    let (count, members) = (groups.count, parts.groupOfColumn(groups))
    var values = [Double](repeating: 0, count: rows.rowCount * outputs * count)
    for output in 0..<outputs {
      for (index, coefficient) in parts.coefficients(output: output).enumerated() {
        for row in 0..<rows.rowCount {
          values[(row * outputs + output) * count + members[index]] +=
            coefficient * (columns[index][row] - means[index])
        }
      }
    }
    let errors = variances.map { variances in
      AttributionErrors(
        background: values.indices.map { variances[$0 % variances.count].squareRoot() },
        backgroundDegreesOfFreedom: freedom)
    }
    return Attributions(
      features: groups.names, outputs: parts.outputNames, scale: scale, values: values,
      baseValues: baseValues, errors: rows.rowCount > 0 ? errors : nil)
  }
}

extension LinearParts {
  /// One name per margin.
  var outputNames: [String] {
    let count = model.intercepts.count
    if model.output.names.count == count { return model.output.names }
    if let classes = model.output.classes, classes.count == count { return classes }
    return (0..<count).map { "output \($0)" }
  }

  /// For each encoded column its group's number.
  func groupOfColumn(_ groups: FeatureGroups) -> [Int] {
    inputOfColumn.map { groups.groupOfFeature[$0] }
  }

  /// The groups, or every feature by itself, where background and scale fit too.
  func checkedGroups(
    _ groups: FeatureGroups?, _ background: FeatureMatrix, _ scale: Attributions.Scale
  ) throws(AttributionError) -> FeatureGroups {
    guard background.rowCount > 0 else {
      throw .refused("the background has no rows", remedy: "give rows that stand for a population")
    }
    guard background.columns.count == inputs.count else {
      throw .refused(
        "the background has \(background.columns.count) columns, and the model takes "
          + "\(inputs.count)", remedy: "match the columns with the model's features")
    }
    guard scale == .margin || model.link == .identity else {
      throw .refused(
        "the model's predictions are not linear", remedy: "explain its margins, which are")
    }
    let groups = groups ?? FeatureGroups(each: inputs)
    guard groups.groupOfFeature.count == inputs.count else {
      throw .refused(
        "the groups are of \(groups.groupOfFeature.count) features, and the model takes "
          + "\(inputs.count)")
    }
    return groups
  }
}
