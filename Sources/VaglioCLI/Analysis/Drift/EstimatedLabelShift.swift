internal import VaglioEvaluation
internal import VaglioFindings
internal import VaglioStatistics

/// What current rows say where rows of each class still look as in the reference, and only the classes come
/// more or less often: their shares, and the metrics under them. And the accuracy by the share of scores that
/// are as sure as right ones were.
struct EstimatedLabelShift {
  /// `label_share[class=…]` of the reference (`production`); of the current rows with
  /// `estimator=bbse` and `estimator=em` (`model`), the test of no shift beside the latter.
  private(set) var findings: [Finding] = []
  private(set) var exhibits: [Exhibit] = []
  private(set) var notes: [String] = []

  /// The contract of the shares.
  static let measure = Measure(
    name: "label_share", title: "Share of a class",
    definition:
      "Share of rows of a class; without labels estimated by what scores say of the classes, as "
      + "if rows of each class still looked as in the reference.", range: 0...1,
    direction: .neutral)

  /// The metrics under the shares of greatest likelihood, in their order; empty where there are none.
  private(set) var estimates: [PerformanceEstimate] = []

  /// Estimates by all methods; what can't be estimated is said.
  init<Observed: SupposableOutcomes>(
    _ reference: Observed, _ current: UnlabelledScores, metrics: [any Metric<Observed>],
    level: ConfidenceLevel, seed: UInt64, threads: Int
  ) {
    addConfident(reference, current, level)
    let byConfusion = Result { () throws(WithoutLabelsError) in
      try LabelShift(reference: reference, current: current, level: level)
    }
    let byLikelihood = Result { () throws(WithoutLabelsError) in
      try LabelShiftLikelihood(
        reference: reference, current: current, level: level, seed: seed, threads: threads)
    }
    let confusion = take("bbse", byConfusion.map { ($0.classes, $0.shares, $0.notes) })
    let likelihood = take("em", byLikelihood.map { ($0.classes, $0.shares, $0.notes) })
    let (classes, shares) =
      (try? byLikelihood.get()).map { ($0.classes, $0.referenceShares) }
      ?? (try? byConfusion.get()).map { ($0.classes, $0.referenceShares) } ?? ([], [])
    guard !classes.isEmpty else { return }
    estimates = (try? byLikelihood.get())?.estimates(of: metrics, level: level) ?? []
    let test = (try? byLikelihood.get())?.noShift?.test
    let count = current.count
    add(classes, shares.map { Estimate($0) }, .production, estimator: nil, count: reference.count)
    if let confusion { add(classes, confusion, .model, estimator: "bbse", count: count) }
    if let likelihood {
      add(classes, likelihood, .model, estimator: "em", count: count, test)
    }
    var series: [String: Exhibit.Series] = [
      "class": .words(classes), "reference": .numbers(shares.map { $0 }),
    ]
    for (name, estimates) in [("bbse", confusion), ("em", likelihood)] {
      guard let estimates else { continue }
      series[name] = .numbers(estimates.map(\.value))
      series[name + "_lower"] = .numbers(estimates.map { $0.interval?.lower })
      series[name + "_upper"] = .numbers(estimates.map { $0.interval?.upper })
    }
    var scalars = ["level": level.fraction]
    scalars["p_value"] = test?.pValue
    exhibits = [
      Exhibit(kind: "label_shift", subject: .difference, series: series, scalars: scalars)
    ]
  }

  /// The accuracy by average thresholded confidence: `estimated_accuracy[estimator=atc]`.
  private mutating func addConfident<Observed: SupposableOutcomes>(
    _ reference: Observed, _ current: UnlabelledScores, _ level: ConfidenceLevel
  ) {
    do throws(WithoutLabelsError) {
      let estimate = try AverageThresholdedConfidence(reference: reference)
        .accuracy(on: current, level: level)
      findings.append(
        Finding(
          measure: "estimated_accuracy[estimator=atc]", subject: .model,
          estimate: estimate.estimate, count: estimate.count))
      notes += estimate.notes
    } catch {
      notes.append("accuracy not estimated by thresholded confidence: \(error)")
    }
  }

  /// The shares that a method gives; `nil` with a note where it gives none.
  private mutating func take(
    _ estimator: String,
    _ result: Result<([String], [Estimate], [String]), WithoutLabelsError>
  ) -> [Estimate]? {
    switch result {
    case .success(let (_, shares, remarks)):
      notes += remarks.filter { !notes.contains($0) }
      return shares
    case .failure(let error):
      notes.append("shares of classes not estimated by \(estimator): \(error)")
      return nil
    }
  }

  private mutating func add(
    _ classes: [String], _ estimates: [Estimate], _ subject: Subject, estimator: String?,
    count: Int, _ test: SignificanceTest? = nil
  ) {
    for (name, estimate) in zip(classes, estimates) {
      let option = estimator.map { ",estimator=\($0)" } ?? ""
      findings.append(
        Finding(
          measure: "\(Self.measure.name)[class=\(OptionText.escaped(name))\(option)]",
          subject: subject, estimate: estimate, count: count, test: test))
    }
  }
}
