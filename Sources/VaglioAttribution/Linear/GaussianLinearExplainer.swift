public import VaglioModels

/// Attributions of a linear model whose features hang together: Shapley values of the expected margin
/// given the features of a coalition, under the normal distribution with the background's moments.
///
/// Features that the model doesn't use get a share too where they tell about others. Up to 16 groups
/// all coalitions are worked out, beyond that pairs of permutations are drawn: 20 batches, between
/// which the error of the coalitions is told. The background's error is a jackknife over ten parts of
/// its rows.
public struct GaussianLinearExplainer: Sendable {
  /// What the attributions are given to.
  public let groups: FeatureGroups
  /// How far the covariances are drawn towards their diagonal, from 0 to 1; at 1 features are
  /// independent, and attributions those of ``LinearExplainer``.
  public let shrinkage: Double
  private let parts: LinearParts
  private let scale: Attributions.Scale
  /// The whole background first, then without each tenth.
  private let fits: [Fit]

  /// What a background makes of the model.
  private struct Fit {
    let means: [Double]
    /// One T per batch of permutations; a single one where it is exact.
    let effects: [[Double]]
  }

  private static let batches = 20
  private static let tenths = 10
  /// Above this number of groups each permutation costs too much.
  public static let mostGroups = 256

  /// An explainer of a linear model against a background, each of whose rows counts once or by its
  /// weight.
  ///
  /// Refused: a model that is not linear in its inputs, predictions that are not its margins, more
  /// than ``mostGroups`` groups, a background whose covariances are singular: with fewer rows than
  /// columns, constant columns, duplicated ones, all indicators of a category.
  ///
  /// - Precondition: columns as the model's features are; 0 ≤ shrinkage ≤ 1; `pairs`, the pairs of
  ///   permutations for each of the 20 batches, is positive.
  public init(
    model: any Model, background: FeatureMatrix, weights: [Double]? = nil, shrinkage: Double = 0,
    groups: FeatureGroups? = nil, scale: Attributions.Scale = .margin, pairs: Int = 10,
    seed: UInt64 = 7
  ) throws(AttributionError) {
    precondition((0...1).contains(shrinkage) && pairs > 0, "0 ≤ shrinkage ≤ 1, a pair at least")
    parts = try LinearParts(model)
    (self.scale, self.shrinkage) = (scale, shrinkage)
    self.groups = try parts.checkedGroups(groups, background, scale)
    guard self.groups.count <= Self.mostGroups else {
      throw .refused(
        "conditional attributions of \(self.groups.count) groups; \(Self.mostGroups) is the most",
        remedy: "group features, or explain without conditioning")
    }
    let shares = try BackgroundShares(weights, count: background.rowCount).values
    let columns = try parts.columns(of: background)
    var fits = [try Self.fit(parts, self.groups, columns, shares, shrinkage, pairs, seed)]
    // Each part leaves ten rows at least for as many as it takes away.
    let jackknife = background.rowCount >= 2 * Self.tenths ? Self.tenths : 0
    for part in 0..<jackknife {
      let kept = shares.enumerated().map { $0.offset % Self.tenths == part ? 0 : $0.element }
      let sum = kept.reduce(0, +)
      guard sum > 0,
        let fit = try? Self.fit(
          parts, self.groups, columns, kept.map { $0 / sum }, shrinkage, pairs, seed)
      else {
        fits = [fits[0]]
        break
      }
      fits.append(fit)
    }
    self.fits = fits
  }

  private static func fit(
    _ parts: LinearParts, _ groups: FeatureGroups, _ columns: [[Double]], _ shares: [Double],
    _ shrinkage: Double, _ pairs: Int, _ seed: UInt64
  ) throws(AttributionError) -> Fit {
    let moments = GaussianMoments(columns, shares: shares, shrinkage: shrinkage)
    if let column = moments.firstDependent {
      throw .refused(
        "the background's covariances are singular: the column "
          + "\"\(parts.model.inputs[column].name)\" is constant, or depends linearly on others",
        remedy: "leave it out, group it, give more rows, or shrink the covariances")
    }
    let members = parts.groupOfColumn(groups)
    let effects = ConditionalEffects(
      moments,
      columns: (0..<groups.count).map { group in members.indices.filter { members[$0] == group } },
      coefficients: parts.model.intercepts.indices.map { Array(parts.coefficients(output: $0)) })
    let isExact = groups.count <= CoalitionTable.mostPlayers
    return Fit(
      means: moments.means,
      effects: isExact
        ? [effects.exact()]
        : (0..<batches).map { effects.drawn(pairs: pairs, first: $0 * pairs, seed: seed) })
  }

  /// The expected margin of no row in particular, one per output.
  public var baseValues: [Double] {
    parts.model.intercepts.enumerated().map { output, intercept in
      zip(parts.coefficients(output: output), fits[0].means).reduce(intercept) {
        $0 + $1.0 * $1.1
      }
    }
  }

  /// The attributions of rows, with their errors.
  public func attributions(of rows: FeatureMatrix) throws(AttributionError) -> Attributions {
    let columns = try parts.columns(of: rows)
    let batches = fits[0].effects.map { applied($0, fits[0].means, columns, rows.rowCount) }
    let values = Self.mean(batches)
    let coalitions = batches.count > 1 ? Self.spread(batches, mean: values) : nil
    let count = Double(batches.count)
    let deleted = fits.dropFirst().map { fit in
      Self.mean(fit.effects.map { applied($0, fit.means, columns, rows.rowCount) })
    }
    let tenths = Double(deleted.count)
    // Tukey's jackknife: (g − 1)/g · Σ (φ₋ₖ − φ̄)².
    let background =
      deleted.isEmpty
      ? nil
      : Self.spread(deleted, mean: Self.mean(deleted)).map {
        ($0 * (tenths - 1) * (tenths - 1) / tenths).squareRoot()
      }
    let errors =
      coalitions == nil && background == nil
      ? nil
      : AttributionErrors(
        coalitions: coalitions?.map { ($0 / count).squareRoot() }, background: background,
        coalitionDegreesOfFreedom: coalitions?.map { _ in count - 1 },
        backgroundDegreesOfFreedom: background == nil ? nil : tenths - 1)
    return Attributions(
      features: groups.names, outputs: parts.outputNames, scale: scale, values: values,
      baseValues: baseValues, errors: rows.rowCount > 0 ? errors : nil)
  }

  /// T·(z − μ) of rows, rows × outputs × groups.
  private func applied(
    _ effects: [Double], _ means: [Double], _ columns: [[Double]], _ rowCount: Int
  ) -> [Double] {
    let width = parts.model.intercepts.count * groups.count
    var values = [Double](repeating: 0, count: rowCount * width)
    for row in 0..<rowCount {
      for index in 0..<width {
        for (column, numbers) in columns.enumerated() {
          values[row * width + index] +=
            effects[index * columns.count + column] * (numbers[row] - means[column])
        }
      }
    }
    return values
  }

  private static func mean(_ samples: [[Double]]) -> [Double] {
    var mean = samples[0]
    for sample in samples.dropFirst() {
      for index in mean.indices { mean[index] += sample[index] }
    }
    return mean.map { $0 / Double(samples.count) }
  }

  /// Variances of several samples, with n − 1.
  private static func spread(_ samples: [[Double]], mean: [Double]) -> [Double] {
    mean.indices.map { index in
      let squares = samples.reduce(0.0) {
        $0 + ($1[index] - mean[index]) * ($1[index] - mean[index])
      }
      return squares / Double(max(1, samples.count - 1))
    }
  }
}
