public import VaglioFindings
internal import VaglioStatistics

/// The classes' shares among rows without labels by greatest likelihood, if rows of each class still
/// look as in the reference (label shift), and what metrics come to there.
///
/// Saerens, Latinne and Decaestecker 2002 (doi:10.1162/089976602753284446): with probabilities p of the
/// classes that are right for the reference, of which π are the shares, the shares q of the current
/// rows make Π Σₖ qₖ·pₖ(x)/πₖ greatest; the EM algorithm finds them, helped by Newton steps here. Scores
/// are recalibrated on the reference first, because the estimate is right only as far as the probabilities
/// are (Garg et al. 2020, arXiv:2003.07554); π are the mean recalibrated probabilities of the reference,
/// so that the reference itself shows no shift (Alexandari, Kundaje and Shrikumar 2020, arXiv:1901.06852);
/// told are the ratios q/π, and shares as these ratios times the labels' shares of the reference.
/// It uses whole probabilities where ``LabelShift`` uses decisions alone, and is the narrower for it;
/// that one needs no calibration. Where the two disagree beyond their intervals, rows of a class look
/// otherwise than before, or the probabilities of several classes, each recalibrated against the rest, do not
/// fit together.
///
/// Two errors are added: the current rows are a sample (sandwich of the score equations), and the
/// recalibrator, π and the reference rows that metrics are read off were learnt from a sample (jackknife of
/// hashed groups of reference rows, clusters whole; groups − 1 degrees of freedom). Where the greatest
/// likelihood lies at a share of 0, the interval is that of one Newton step beyond, cut at 0.
public struct LabelShiftLikelihood<Observed: SupposableOutcomes>: Sendable {
  /// With fewer reference rows nothing is estimated.
  public static var fewestReferenceRows: Int { 100 }

  /// The classes' names, in the order of everything here.
  public let classes: [String]
  /// Current share over reference share of each class.
  public let ratios: [Double]
  /// The share of each class among reference rows.
  public let referenceShares: [Double]
  /// The estimated share of each class among current rows, with its interval, method `label-shift-em`.
  public let shares: [Estimate]
  /// The test that the classes' shares are those of the reference.
  public let noShift: NoShiftTest?
  /// The mean log likelihood ratio of current rows, against no shift, at the start and after each
  /// step; it never falls.
  public let logLikelihoods: [Double]
  /// What a reader must know.
  public let notes: [String]

  let reference: Observed
  let currentRows: Rows
  let learning: LabelShiftLearning
  /// How the ratios move with a current row: one list per class.
  let currentInfluences: [[Double]]

  /// The likelihood-ratio test of no label shift.
  ///
  /// 2n·(mean log likelihood at q − at π)/δ, referred to F with K − 1 and ν degrees of freedom, as its
  /// K − 1 parts have variances that are δ on average instead of 1: the probabilities were learnt from a
  /// sample, rows may weigh or cluster (first-order correction of Rao and Scott 1981,
  /// doi:10.1080/01621459.1981.10477633, with Satterthwaite's ν).
  public struct NoShiftTest: Hashable, Sendable {
    /// 2n·(mean log likelihood at q − at π), uncorrected.
    public let likelihoodRatio: Double
    /// δ.
    public let correction: Double
    /// K − 1 and ν.
    public let degreesOfFreedom: [Double]
    /// Its name is `label-shift-likelihood-ratio`.
    public let test: SignificanceTest
  }

  /// Works out the shares.
  ///
  /// `recalibrator`: `nil` to take scores for probabilities.
  /// `groups`: How many groups of the reference are left out in turn for the errors, from 5 to 200.
  ///
  /// - Throws: ``WithoutLabelsError`` where a score is not a probability, a class is missing in the
  ///   reference, rows are too few, or the probabilities don't tell the classes apart.
  public init(
    reference: Observed, current: UnlabelledScores, level: ConfidenceLevel,
    recalibrator: (any Recalibrator)? = IsotonicRecalibration(minimumBlock: 20),
    groups: Int = 20, seed: UInt64, threads: Int = 1
  ) throws(WithoutLabelsError) {
    precondition((5...200).contains(groups), "\(groups) groups")
    let labelShares = try Self.checked(reference, current)
    let cells = try LabelShiftCells(reference, recalibrator, current)
    guard cells.priors.allSatisfy({ $0 > 0 }) else {
      throw .unfittable("a class has the recalibrated probability 0 everywhere in the reference")
    }
    let densities = cells.current.densities(priors: cells.priors)
    let mixture = MixtureShares(densities, start: cells.priors)
    guard let inverse = Self.inverse(mixture, densities, cells.priors) else {
      throw .indistinguishableClasses
    }
    guard mixture.hasConverged else {
      throw .unusable("the classes' shares did not converge: the likelihood is too flat")
    }
    learning = LabelShiftLearning(
      reference, recalibrator, current: current,
      folds: HashedFolds(count: groups, seed: seed), start: mixture.shares, threads: threads)
    let geometry = LabelShiftGeometry(mixture, inverse)
    let influences = geometry.influences(densities, cells.current.cells)
    let own = LabelShiftLearning.Part(
      priors: cells.priors, mixture: mixture.shares, labelShares: labelShares)
    ratios = own.ratios
    let moves = LabelShiftErrors.ofRatios(influences, own)
    (referenceShares, currentInfluences) = (labelShares, moves)
    (self.reference, currentRows) = (reference, current.rows)
    (classes, logLikelihoods) = (reference.classNames, mixture.path)
    let errors = LabelShiftErrors(current.rows, learning)
    let steps = LabelShiftErrors.ofRatios(geometry.step.map { [$0] }, own).map { $0[0] }
    shares = own.shares.indices.map { k in
      let (value, share) = (own.shares[k], labelShares[k])
      return errors.share(
        value, centre: value + steps[k] * share,
        influences: moves[k].map { $0 * share }, number: k, level)
    }
    noShift = errors.noShift(mixture, geometry, influences)
    notes = Self.notes(recalibrator, mixture, learning, classes: classes.count)
  }

  /// The labels' shares of the reference.
  private static func checked(
    _ reference: Observed, _ current: UnlabelledScores
  ) throws(WithoutLabelsError) -> [Double] {
    let columns = reference.scoreColumns.count
    guard current.columns.count == columns else {
      throw .differentScores(reference: columns, current: current.columns.count)
    }
    for column in reference.scoreColumns { try UnlabelledScores.check(column, part: "reference") }
    guard reference.count >= fewestReferenceRows else {
      throw .tooFewRows(part: "reference", count: reference.count, fewest: fewestReferenceRows)
    }
    let shares = DecisionTable(reference, current).labelShares
    if let missing = shares.firstIndex(where: { !($0 > 0) }) {
      throw .unusable(
        "no reference row is labelled \(reference.classNames[missing]): its share can't be "
          + "estimated")
    }
    return shares
  }

  /// The inverse curvature along shares that the other classes take from the first; `nil` where some mix of
  /// classes can't be told from another.
  private static func inverse(
    _ mixture: MixtureShares, _ densities: DensityCells, _ priors: [Double]
  ) -> [[Double]]? {
    let others = Array(1..<densities.classes)
    let known = densities.expansion(at: priors).reduced(others, 0)
    // Squared differences of densities, relative to the mixture: below this there is nothing but rounding.
    guard known.indices.allSatisfy({ known[$0][$0] > 1e-9 }),
      SquareMatrix(inverting: known) != nil
    else { return nil }
    return SquareMatrix(
      inverting: densities.expansion(at: mixture.shares).reduced(others, 0), tolerance: 1e-9)?
      .inverse
  }

  private static func notes(
    _ recalibrator: (any Recalibrator)?, _ mixture: MixtureShares, _ learning: LabelShiftLearning,
    classes: Int
  ) -> [String] {
    var notes = [WithoutLabelsNote.labelShift]
    notes.append(
      recalibrator.map { "scores were recalibrated on the reference first: \($0.name)" }
        ?? "scores were taken for calibrated probabilities")
    if classes > 2, recalibrator != nil {
      notes.append(
        "each class was recalibrated against the rest: shares are right only as far as these "
          + "probabilities fit together")
    }
    if mixture.shares.contains(0) { notes.append("the likelihood is greatest at a share of 0") }
    if learning.parts == nil {
      notes.append("no interval: the recalibrator can't be fitted without some of the reference")
    }
    return notes
  }
}
