internal import VaglioFindings

/// How many rows can be acted on, taken from the top of the ranking.
///
/// A capacity between two rows takes a part of the lower one. Where rows of equal score lie at the
/// cut, metrics take the expected value over their orders, each being as likely; so neither the order
/// of rows nor how ties are broken shows.
public enum Capacity: Hashable, Sendable {
  /// This share of the rows, above 0 and at most 1.
  case fraction(Double)
  /// This weight of rows, above 0: so many rows where all count the same.
  case rows(Double)
}

extension Capacity {
  /// The cut that the capacity makes. Resampled rows keep the share of all that a number of rows is
  /// of the data.
  func cut(of curve: RankedCurve) throws(Undefined) -> Cut {
    guard curve.total > 0 else { throw Undefined("there are no rows") }
    switch self {
    case .fraction(let fraction):
      return Cut(curve, taking: min(fraction * curve.total, curve.total))
    case .rows(let rows):
      guard rows <= curve.total / curve.stretch else {
        throw Undefined("there are fewer than \(OptionNumber.text(rows)) rows")
      }
      return Cut(curve, taking: min(rows * curve.stretch, curve.total))
    }
  }
}

extension Cut {
  /// The share of all rows that lies above the cut.
  var selectionRate: Double { (truePositives + falsePositives) / total }

  /// The influence on E[Y·1(above)], the share of all rows that are positive and lie above a cut that
  /// takes a fixed share q: 1(above)·(y − e) + q·e − E, e being the share of positives near the cut.
  ///
  /// A row above the cut pushes others below it, of which a share e are positive.
  var hits: CutInfluence {
    let base = selectionRate * localShare - truePositives / total
    return CutInfluence(positive: (base, 1 - localShare), negative: (base, -localShare))
  }
}
