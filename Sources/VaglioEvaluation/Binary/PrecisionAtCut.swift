internal import VaglioFindings
internal import VaglioStatistics

/// The interval of the share of positives above a cut that takes a fixed share q of the rows.
///
/// A row above the cut pushes another one below it, so that with the share e of positives near the cut
/// the observed share p of k rows has the variance (θ(1 − θ) + (1 − q)(θ − e)²)/k at the true share θ:
/// that of k rows, and that of the cut (the influence of ``Cut/hits``). The interval holds every θ that
/// the score test with this variance does not refuse. Wilson's interval is the case q = 1.
struct PrecisionAtCut {
  static let intervalMethod =
    "Inverts the score test with the variance of the rows above the cut and of the cut; "
    + "square-and-add of a difference, with the correlation of the rows' influences"

  private let share: Double
  private let trials: Double
  private let variance: (constant: Double, linear: Double, square: Double)

  init(_ cut: Cut) {
    (share, trials) = (cut.precision, cut.truePositives + cut.falsePositives)
    let (below, e) = (1 - cut.selectionRate, cut.localShare)
    variance = (below * e * e / trials, (1 - 2 * below * e) / trials, (below - 1) / trials)
  }

  var intervals: Intervals {
    { level in
      ProportionInterval.score(share, variance: variance, level: level, method: "score-at-cut")
    }
  }
}
