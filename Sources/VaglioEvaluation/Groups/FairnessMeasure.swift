public import VaglioFindings

/// A measure of how differently a binary model treats the groups of a slicing.
///
/// Differences are the largest between two groups, ratios the smallest; both variants of what groups
/// are held against have one contract: each other, or all rows (`against=overall`). Values are those
/// of fairlearn; where groups have no value they are left out and named.
public struct FairnessMeasure: Hashable, Sendable {
  /// What groups are held against.
  public enum Reference: String, Hashable, Sendable, CaseIterable {
    /// Each other group.
    case groups
    /// All rows.
    case overall
  }

  /// How several components make one value.
  public enum Aggregate: String, Hashable, Sendable, CaseIterable {
    /// The gravest of them.
    case worst
    /// Their mean.
    case mean
  }

  let notion: FairnessNotion
  let scale: ContrastScale
  let reference: Reference
  let aggregate: Aggregate

  /// Every measure there is, in the order of the record.
  public static let all: [FairnessMeasure] = FairnessNotion.allCases.flatMap { notion in
    notion.aggregates.flatMap { aggregate in
      Reference.allCases.flatMap { reference in
        notion.scales.map { scale in
          FairnessMeasure(
            notion: notion, scale: scale, reference: reference, aggregate: aggregate)
        }
      }
    }
  }

  /// The contract of the measure for a slicing.
  public func measure(by measures: GroupMeasures) -> Measure {
    var options: [String: String] = [:]
    if reference == .overall { options["against"] = reference.rawValue }
    if aggregate == .mean { options["aggregate"] = aggregate.rawValue }
    let other = reference == .overall ? "all rows" : "another group"
    let quantity =
      notion.components.count > 1
      ? (aggregate == .mean ? "the mean over " : "the worse of ") + notion.quantity
      : notion.quantity
    return Measure(
      name: measures.name("\(notion.rawValue)_\(scale.rawValue)", options: options),
      title: "\(notion.title), \(scale.rawValue) by \(measures.slicing)"
        + (reference == .overall ? ", to all rows" : "") + (aggregate == .mean ? ", mean" : ""),
      definition: scale == .difference
        ? "The largest difference of a group by \(measures.slicing) from \(other): \(quantity)."
        : "The smallest ratio of a group by \(measures.slicing) to \(other), at most 1: \(quantity).",
      range: 0...(notion == .calibration ? 2 : 1),
      direction: scale == .difference ? .lowerIsBetter : .higherIsBetter, source: notion.source)
  }

  /// The limits of several components joined.
  func joined(
    _ limits: [(lower: Double, upper: Double)]
  ) -> (lower: Double, upper: Double)? {
    guard aggregate == .mean else { return scale.gravest(limits) }
    let count = Double(limits.count)
    return (
      limits.reduce(0) { $0 + $1.lower } / count, limits.reduce(0) { $0 + $1.upper } / count
    )
  }
}

/// What it means that groups are treated alike.
enum FairnessNotion: String, Hashable, Sendable, CaseIterable {
  case accuracy
  case calibration
  case demographicParity = "demographic_parity"
  case equalOpportunity = "equal_opportunity"
  case equalizedOdds = "equalized_odds"
  case falsePositiveRate = "false_positive_rate"
  case predictiveParity = "predictive_parity"

  /// What has to be alike.
  var components: [FairnessComponent] {
    switch self {
    case .accuracy: [.accuracy]
    case .calibration: [.calibration]
    case .demographicParity: [.selectionRate]
    case .equalOpportunity: [.truePositiveRate]
    case .equalizedOdds: [.truePositiveRate, .falsePositiveRate]
    case .falsePositiveRate: [.falsePositiveRate]
    case .predictiveParity: [.precision]
    }
  }

  /// The scales on which it is measured: a surplus has no ratio.
  var scales: [ContrastScale] { self == .calibration ? [.difference] : ContrastScale.allCases }

  /// How components are joined: one alone in one way.
  var aggregates: [FairnessMeasure.Aggregate] {
    self == .equalizedOdds ? FairnessMeasure.Aggregate.allCases : [.worst]
  }

  /// The name for people.
  var title: String {
    switch self {
    case .accuracy: "Accuracy"
    case .calibration: "Calibration in the large"
    case .demographicParity: "Demographic parity"
    case .equalOpportunity: "Equal opportunity"
    case .equalizedOdds: "Equalized odds"
    case .falsePositiveRate: "False positive rate"
    case .predictiveParity: "Predictive parity"
    }
  }

  /// What is compared, in words.
  var quantity: String {
    switch self {
    case .accuracy: "share of rows predicted correctly"
    case .calibration: "mean score less share of positives"
    case .demographicParity: "share of rows predicted positive"
    case .equalOpportunity: "true positive rate"
    case .equalizedOdds: "true positive rate and false positive rate"
    case .falsePositiveRate: "false positive rate"
    case .predictiveParity: "precision"
    }
  }

  /// Where it is from.
  var source: String {
    switch self {
    case .accuracy, .calibration, .falsePositiveRate: ""
    case .demographicParity: "Calders et al. 2009, doi:10.1109/ICDMW.2009.83"
    case .equalOpportunity, .equalizedOdds: "Hardt et al. 2016, arXiv:1610.02413"
    case .predictiveParity: "Chouldechova 2017, doi:10.1089/big.2016.0047"
    }
  }
}
