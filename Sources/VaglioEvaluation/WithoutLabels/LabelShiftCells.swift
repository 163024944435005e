/// The current rows pooled by their recalibrated probabilities, with the reference's mean probabilities.
struct LabelShiftCells: Sendable {
  let priors: [Double]
  let current: ProbabilityCells

  /// `recalibrator`: `nil` where scores are taken for probabilities.
  init<Observed: SupposableOutcomes>(
    _ reference: Observed, _ recalibrator: (any Recalibrator)?, _ current: UnlabelledScores
  ) throws(WithoutLabelsError) {
    var (known, own) = (reference.scoreColumns, current.columns)
    if let recalibrator {
      do throws(Unfittable) {
        let map = try reference.fitted(by: recalibrator)
        (known, own) = (map.probabilities(of: known), map.probabilities(of: own))
      } catch {
        throw .unfittable(error.reason)
      }
    }
    priors = try ProbabilityCells(
      Observed.classShares(known), reference.rows, part: "reference"
    ).means
    self.current = try ProbabilityCells(
      Observed.classShares(own), current.rows, part: "current data")
  }
}
