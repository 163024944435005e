public import VaglioFindings
internal import VaglioStatistics

/// The goodness of fit over groups of about equal weight, Σ (O − E)²/(E(1 − E/n)).
///
/// Under calibration of scores that were not fitted to these rows it is χ² with as many degrees of
/// freedom as there are groups; software that takes groups − 2 means the rows that the model was
/// fitted to. Groups keep equal scores together (bins of ``ScoreBinning/Strategy/equalMass``), so
/// that there can be fewer than asked for; they decide much, which is why the test is a secondary
/// one. A group whose scores are all 0 or all 1 counts as 0 if they are right. Undefined without rows,
/// and where such a group is wrong. Under importance weights a group counts as its effective number of
/// rows (Σw)²/Σw², so that their unit does not show. Hosmer and Lemeshow 1980, doi:10.1080/03610928008827941.
public struct HosmerLemeshow: Metric {
  public typealias Observed = BinaryOutcomes
  public typealias Statistic = BinnedScores

  /// How many groups there are at most.
  public let groups: Int

  /// The statistic over ten groups, or another number of them.
  ///
  /// - Precondition: between 2 and 1,000 groups.
  public init(groups: Int = Self.standardGroups) {
    precondition(Self.range.contains(groups), "\(groups) groups")
    self.groups = groups
  }

  /// How many groups there are when nobody asks for another number.
  public static let standardGroups = 10
  private static let range = 2...1000

  public var measure: Measure {
    Measure(
      name: MetricName.text(
        "hosmer_lemeshow", groups == Self.standardGroups ? [:] : ["groups": String(groups)]),
      title: "Hosmer–Lemeshow statistic",
      definition: "Σ (O − E)²/(E(1 − E/n)) over \(groups) groups of about equal weight.",
      range: 0...Double.infinity, direction: .lowerIsBetter,
      source: "doi:10.1080/03610928008827941")
  }

  public var intervalMethod: String {
    "None, being a test's statistic; its χ² test with as many degrees of freedom as groups"
  }

  public func makeStatistic() -> BinnedScores { BinnedScores(ScoreBinning(groups, .equalMass)) }

  public func value(of reading: CalibrationBins) throws(Undefined) -> Double {
    try reading.check()
    var sum = 0.0
    for bin in reading.bins {
      let variance = bin.meanScore * (1 - bin.meanScore)
      guard variance > 0 || bin.gap == 0 else {
        throw Undefined("a group's scores are all \(bin.meanScore), and not all are right")
      }
      if variance > 0 { sum += bin.effective * bin.gap.square / variance }
    }
    return sum
  }

  public func test(
    of reading: CalibrationBins, on outcomes: BinaryOutcomes
  ) -> SignificanceTest? {
    guard outcomes.rows.arePlain, let value = try? value(of: reading) else { return nil }
    let law = ChiSquared(degreesOfFreedom: Double(reading.bins.count))
    guard let pValue = try? law.survival(value) else { return nil }
    return SignificanceTest(name: "hosmer-lemeshow", pValue: pValue)
  }

  public var needsProbabilities: Bool { true }

  public var isStandard: Bool { false }

  public func notes(of reading: CalibrationBins) -> [String] {
    guard !reading.bins.isEmpty, reading.bins.count < groups else { return [] }
    return ["\(reading.bins.count) groups instead of \(groups): equal scores stay together"]
  }

  public var options: [MetricOption] {
    [
      MetricOption(
        "groups", "a whole number from 2 to 1,000", "how many groups of rows", standard: "10",
        example: "8")
    ]
  }

  public func configured(_ options: [String: String]) -> HosmerLemeshow? {
    if options.isEmpty { return self }
    guard options.count == 1, let groups = options["groups"].flatMap({ Int($0) }),
      Self.range.contains(groups)
    else { return nil }
    return HosmerLemeshow(groups: groups)
  }
}

extension Metric where Self == HosmerLemeshow {
  /// The Hosmer–Lemeshow statistic over ten groups, or another number of them.
  public static func hosmerLemeshow(
    groups: Int = HosmerLemeshow.standardGroups
  ) -> HosmerLemeshow {
    HosmerLemeshow(groups: groups)
  }
}
