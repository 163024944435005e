public import VaglioFindings
internal import VaglioStatistics

extension AttributionComparison {
  /// Everything found: the rows' top reasons first, then four findings a feature.
  public var findings: [Finding] {
    let reasons = [
      finding(
        name(ShiftMeasures.topReasonAgreement),
        topReasonAgreement.estimate(level: options.level), notes: notes),
      finding(
        name(ShiftMeasures.topReasonsJaccard, ["k": String(options.topCount)]), jaccard),
    ]
    return reasons + features.flatMap(findings(of:))
  }

  private var jaccard: Estimate {
    let mean = topReasonsJaccard
    return Estimate(
      mean.value, Uncertainty(at: options.level) { mean.interval(level: $0, within: 0...1) })
  }

  private func findings(of feature: FeatureShift) -> [Finding] {
    func name(_ measure: Measure) -> String { self.name(measure, ["feature": feature.feature]) }
    return [
      finding(
        name(ShiftMeasures.shift), feature.estimate(level: options.level), test: test(of: feature)),
      finding(name(ShiftMeasures.rankChange), feature.rank.estimate(level: options.level)),
      finding(name(ShiftMeasures.signFlips), feature.signFlips.estimate(level: options.level)),
      finding(name(ShiftMeasures.wasserstein), feature.distanceEstimate(level: options.level)),
    ]
  }

  private func test(of feature: FeatureShift) -> SignificanceTest? {
    feature.pValue.map {
      let isCorrected = options.correction != .none
      return SignificanceTest(
        name: "paired-" + feature.difference.method, pValue: $0,
        adjustedPValue: isCorrected ? feature.adjustedPValue : nil,
        adjustment: isCorrected ? options.correction.rawValue : "", family: features.count)
    }
  }

  private func name(_ measure: Measure, _ options: [String: String] = [:]) -> String {
    AttributionMeasure.name(
      measure.name, output.map { options.merging(["class": $0]) { $1 } } ?? options)
  }

  private func finding(
    _ measure: String, _ estimate: Estimate, test: SignificanceTest? = nil, notes: [String] = []
  ) -> Finding {
    Finding(
      measure: measure, subject: .difference, estimate: estimate, count: topReasonAgreement.count,
      effectiveCount: topReasonAgreement.effectiveCount, test: test, notes: notes)
  }
}

extension FeatureShift {
  /// The shift with its interval, which has no width where both models say exactly the same.
  func estimate(level: ConfidenceLevel) -> Estimate {
    guard isIdentical else { return difference.estimate(level: level, prefix: "paired-") }
    return Estimate(
      0,
      Uncertainty(at: level) {
        Interval(
          lower: -difference.excess, upper: difference.shortfall, level: $0, method: "identical")
      })
  }
}

extension FeatureShift {
  /// The distance of the distributions with its interval, which has no width where both models say
  /// exactly the same.
  func distanceEstimate(level: ConfidenceLevel) -> Estimate {
    Estimate(
      distance.value,
      Uncertainty(at: level) { level in
        isIdentical
          ? Interval(lower: 0, upper: 0, level: level, method: "identical")
          : distance.interval(level: level)
      })
  }
}

extension RankChange {
  /// The change with the bounds of the joint region.
  func estimate(level: ConfidenceLevel) -> Estimate {
    let interval = Interval(
      lower: Double(region.lowerBound), upper: Double(region.upperBound), level: level,
      method: "joint-ranks")
    return Estimate(Double(change), Uncertainty(interval: interval, curve: nil))
  }
}

extension AttributionComparison {
  /// The comparison as tables: `attribution_shift` and `rank_change`.
  public var exhibits: [Exhibit] { [shiftExhibit, rankExhibit] }

  private var shiftExhibit: Exhibit {
    let estimates = features.map { $0.estimate(level: options.level) }
    let distances = features.map { $0.distanceEstimate(level: options.level).interval }
    let flips = features.map { $0.signFlips.interval(level: options.level) }
    var series: [String: Exhibit.Series] = [
      "candidate": .numbers(features.map(\.candidate.value)),
      "production": .numbers(features.map(\.production.value)),
      "difference": .numbers(features.map(\.difference.value)),
      "lower": .numbers(estimates.map { $0.interval?.lower }),
      "upper": .numbers(estimates.map { $0.interval?.upper }),
      "p_value": .numbers(features.map(\.pValue)),
      "adjusted_p_value": .numbers(features.map(\.adjustedPValue)),
      "sign_flip_rate": .numbers(features.map(\.signFlips.value)),
      "sign_flip_lower": .numbers(flips.map(\.lower)),
      "sign_flip_upper": .numbers(flips.map(\.upper)),
      "wasserstein": .numbers(features.map(\.wasserstein)),
      "wasserstein_lower": .numbers(distances.map { $0?.lower }),
      "wasserstein_upper": .numbers(distances.map { $0?.upper }),
    ]
    series["feature"] = .words(features.map(\.feature))
    var scalars = ["level": options.level.fraction, "rows": Double(topReasonAgreement.count)]
    if let margin = options.margin {
      series["equivalence_p_value"] = .numbers(features.map(\.equivalencePValue))
      series["adjusted_equivalence_p_value"] = .numbers(features.map(\.adjustedEquivalencePValue))
      scalars["margin"] = margin
    }
    return exhibit("attribution_shift", series, scalars)
  }

  private var rankExhibit: Exhibit {
    func ranks(_ rank: (RankChange) -> Int) -> Exhibit.Series {
      .numbers(features.map { Double(rank($0.rank)) })
    }
    let series: [String: Exhibit.Series] = [
      "feature": .words(features.map(\.feature)),
      "candidate": ranks(\.candidate.value), "candidate_best": ranks(\.candidate.best),
      "candidate_worst": ranks(\.candidate.worst), "production": ranks(\.production.value),
      "production_best": ranks(\.production.best), "production_worst": ranks(\.production.worst),
      "change": ranks(\.change), "lower": ranks(\.region.lowerBound),
      "upper": ranks(\.region.upperBound),
      "verdict": .words(
        features.map {
          !$0.rank.isSeparable ? "not separable" : $0.rank.change < 0 ? "rises" : "falls"
        }),
    ]
    return exhibit("rank_change", series, ["level": options.level.fraction])
  }

  private func exhibit(
    _ kind: String, _ series: [String: Exhibit.Series], _ scalars: [String: Double]
  ) -> Exhibit {
    var series = series
    if let output { series["class"] = .words(features.map { _ in output }) }
    return Exhibit(kind: kind, subject: .difference, series: series, scalars: scalars)
  }
}
