public import VaglioFindings
internal import VaglioStatistics

extension LabelPlan {
  /// The mean loss of all rows that were planned for, from the labels that came back.
  public struct MeanLoss: Hashable, Sendable {
    /// The mean over all rows that were planned for, with its interval.
    public let estimate: Estimate
    /// How many labels it rests on.
    public let count: Int
    /// Whether it is unbiased by design: the labels that came back are the plan's first ones.
    public let isUnbiased: Bool
    public let notes: [String]
  }

  /// The mean loss of all N rows.
  ///
  /// Where the labels that came back are the plan's first m, θ = mean(g) + (1/N)·Σ(ℓ − g)/π with the
  /// guesses g, 0 if there are none, and π under the rank of the first row without label. It is
  /// unbiased, and so is its variance Σ(1 − π)(ℓ − g)²/π²/N². The interval is Student's, with the
  /// effective number of the variance's terms less one as degrees of freedom. Where others came back
  /// as well, all count, with weights 1/π that are scaled to sum to N: that is right only as far as it
  /// does not hang on the labels which of them came back, and a note says so.
  ///
  /// `losses`: One per entry of the plan; `nil` where no label came back.
  /// `guesses`: What each of the N rows was expected to lose, in their own order.
  ///
  /// - Throws: ``WithoutLabelsError`` with fewer than two labels, or a loss or guess that is not finite.
  public func meanLoss(
    _ losses: [Double?], guesses: [Double]? = nil, level: ConfidenceLevel
  ) throws(WithoutLabelsError) -> MeanLoss {
    precondition(losses.count == entries.count, "one loss per entry")
    precondition(guesses.map { $0.count == population } ?? true, "one guess per row")
    if let place = losses.firstIndex(where: { $0.map { !$0.isFinite } ?? false }) {
      throw .notFinite(part: "labelled rows", row: place + 1)
    }
    if let row = guesses?.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(part: "guesses", row: row + 1)
    }
    let known = losses.count { $0 != nil }
    guard known >= 2 else { throw .tooFewRows(part: "labelled data", count: known, fewest: 2) }
    let leading = losses.firstIndex { $0 == nil } ?? losses.count
    guard leading == known else { return gapped(losses, guesses, known, level) }
    let plan = try prefix(leading)
    return plan.unbiased(losses.prefix(leading).compactMap { $0 }, guesses, level)
  }

  private func unbiased(
    _ losses: [Double], _ guesses: [Double]?, _ level: ConfidenceLevel
  ) -> MeanLoss {
    let count = Double(population)
    var (sum, terms) = (ExactSum(), [Double]())
    for (entry, loss) in zip(entries, losses) {
      let excess = loss - (guesses?[entry.row] ?? 0)
      sum.add(excess / entry.inclusion / count)
      terms.append((1 - entry.inclusion) * (excess / entry.inclusion / count).square)
    }
    let base = guesses.map { ExactSum($0).value / count } ?? 0
    return result(base + sum.value, terms, losses, level, isUnbiased: true)
  }

  /// Ratio estimate from what came back in any order; rows count as drawn with replacement.
  private func gapped(
    _ losses: [Double?], _ guesses: [Double]?, _ known: Int, _ level: ConfidenceLevel
  ) -> MeanLoss {
    let back = zip(entries, losses).compactMap { entry, loss in
      loss.map { (weight: 1 / entry.inclusion, excess: $0 - (guesses?[entry.row] ?? 0)) }
    }
    let total = ExactSum(back.map(\.weight)).value
    let mean = ExactSum(back.map { $0.weight * $0.excess }).value / total
    let correction = Double(known) / Double(known - 1)
    let terms = back.map { correction * ($0.weight * ($0.excess - mean) / total).square }
    let base = guesses.map { ExactSum($0).value / Double(population) } ?? 0
    return result(base + mean, terms, losses.compactMap { $0 }, level, isUnbiased: false)
  }

  private func result(
    _ value: Double, _ terms: [Double], _ losses: [Double], _ level: ConfidenceLevel,
    isUnbiased: Bool
  ) -> MeanLoss {
    let (variance, squares) = (ExactSum(terms).value, ExactSum(terms.map(\.square)).value)
    let isCensus = threshold == .infinity && losses.count == population
    let effective = squares > 0 ? variance.square / squares : 0
    let uncertainty = Uncertainty(at: level) { level in
      if isCensus {
        return Interval(lower: value, upper: value, level: level, method: "greatest-of-rows")
      }
      guard effective > 1.5 else { return nil }
      return MeanInterval.t(
        mean: value, standardError: variance.squareRoot(), degreesOfFreedom: effective - 1,
        level: level, method: isUnbiased ? "rank-conditioned" : "inclusion-ratio")
    }
    var notes: [String] = []
    if !isUnbiased {
      notes.append(
        "labels came back out of the plan's order: the estimate is right only if it does not hang on "
          + "the labels which of them came back")
    }
    if uncertainty == nil { notes.append("too few labels differ from what was expected") }
    return MeanLoss(
      estimate: Estimate(value, uncertainty), count: losses.count, isUnbiased: isUnbiased,
      notes: notes)
  }

  /// Weights 1/π for the rows whose labels came back, in the plan's order, so that any metric of
  /// weighted rows estimates that of all N.
  ///
  /// Its standard error is then the sandwich's, which takes rows for drawn with replacement and is a
  /// little too large.
  public func weights(ofReturned isBack: [Bool]) -> Weights {
    precondition(isBack.count == entries.count, "one per entry")
    let leading = isBack.firstIndex(of: false) ?? isBack.count
    let isPrefix = leading == isBack.count { $0 }
    let plan = isPrefix ? (try? prefix(leading)) ?? self : self
    let kept = zip(plan.entries, isBack).filter { $0.1 }
    return Weights(kept.map { 1 / $0.0.inclusion }, kind: .importance)
  }
}
