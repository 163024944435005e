internal import VaglioFindings

/// Decides the claims of one family: the gates of one kind, with all their slices.
struct Judge {
  let kind: String
  let level: ConfidenceLevel
  let multiplicity: Multiplicity

  /// One judgement per claim, in order.
  func judgements(of claims: [Claim]) -> [Judgement] {
    var judged = claims.map(unanswered)
    let open = claims.indices.filter { judged[$0] == nil }
    let tails = tails(of: open.compactMap { reading(claims[$0]) })
    for (index, tail) in zip(open, tails) {
      judged[index] = decide(claims[index], tail: tail, family: open.count)
    }
    return judged.compactMap { $0 }
  }

  /// The deciding tails; without correction the policy's own.
  private func tails(of readings: [Reading]) -> [Double] {
    guard isCorrected(readings.count) else { return readings.map { _ in level.alpha } }
    return multiplicity.tails(of: readings.map(\.pValue), overall: level.alpha)
  }

  private func isCorrected(_ family: Int) -> Bool { multiplicity != .none && family > 1 }

  private func reading(_ claim: Claim) -> Reading? {
    guard case .judge(let finding, let region, let wording) = claim.question,
      let value = finding.estimate.value
    else { return nil }
    return Reading(finding: finding, value: value, region: region, wording: wording)
  }

  /// The judgement of a claim that no level could decide; `nil` for the others.
  private func unanswered(_ claim: Claim) -> Judgement? {
    let reason: String
    switch claim.question {
    case .nothing(let why): reason = why
    case .judge(let finding, _, let wording):
      guard let why = missing(from: finding, topic: wording.topic) else { return nil }
      reason = why
    }
    return notEvaluated(claim, reason, level: level.fraction)
  }

  /// Why a finding can't be judged at the policy's level, if it can't.
  private func missing(from finding: Finding, topic: String) -> String? {
    if let undefined = finding.estimate.undefined {
      return "\(topic) is undefined: \(undefined.reason)"
    }
    guard let interval = finding.estimate.interval else {
      return "\(topic) has a value but no interval, and a value of unknown uncertainty never "
        + "passes; judge a metric that has an interval"
    }
    guard finding.estimate.curve == nil else { return nil }
    if interval.level != level.fraction {
      return "the record holds the interval of \(topic) at \(NumberText.percent(interval.level)) "
        + "only; run the analysis again with --confidence \(NumberText.shortest(level.fraction))"
    }
    return multiplicity == .none
      ? nil
      : "the record keeps the interval of \(topic) at one level only, which can't be corrected "
        + "for multiplicity; run the analysis again, or set multiplicity: none"
  }

  private func decide(_ claim: Claim, tail: Double, family: Int) -> Judgement? {
    guard let reading = reading(claim) else { return nil }
    let isOwn = tail == level.alpha
    let fraction = isOwn ? level.fraction : 1 - tail
    let deviate = NormalDeviate.leaving(tail: tail)
    guard let bounds = reading.bounds(at: isOwn ? level : nil, deviate: deviate) else {
      return notEvaluated(claim, beyondReach(reading, fraction), level: fraction)
    }
    let ruling = reading.region.ruling(lower: bounds.lower, upper: bounds.upper)
    let rows =
      ruling == .inconclusive
      ? FurtherRows.settling(
        reading.region, value: reading.value, bounds: bounds,
        deviate: min(deviate, reading.reach ?? deviate), count: reading.finding.count)
      : .unknown
    return Judgement(
      rule: kind, metric: claim.metric, slice: claim.slice, ruling: ruling,
      because: reading.sentence(bounds).text(ruling) + correction(fraction, family)
        + rows.words(
          on: claim.slice == .all ? "" : " of this slice",
          needsLabels: !DriftFindings.isAboutData(claim.metric)),
      findings: claim.positions, thresholds: reading.region.thresholds, level: fraction,
      furtherRows: rows.count)
  }

  private func correction(_ fraction: Double, _ family: Int) -> String {
    guard isCorrected(family) else { return "" }
    return "; decided at the \(NumberText.percent(fraction)) level "
      + "(\(multiplicity.title), \(family) claims)"
  }

  private func beyondReach(_ reading: Reading, _ fraction: Double) -> String {
    let reach = NumberText.percent(ConfidenceCurve.level(of: reading.reach ?? 0))
    return "the intervals of \(reading.wording.topic) reach only the \(reach) level, and "
      + "\(NumberText.percent(fraction)) would decide; run the analysis again with --confidence "
      + "\(NumberText.shortest(level.fraction)) and more --resamples"
  }

  private func notEvaluated(_ claim: Claim, _ reason: String, level: Double) -> Judgement {
    Judgement(
      rule: kind, metric: claim.metric, slice: claim.slice, ruling: .notEvaluated,
      because: reason, findings: claim.positions, level: level)
  }
}

/// A claim whose finding has a value and an interval.
private struct Reading {
  let finding: Finding
  let value: Double
  let region: Region
  let wording: Wording

  var reach: Double? { finding.estimate.curve?.reach }

  /// The smallest tail at which the interval decides; 1 where none does.
  ///
  /// Intervals nest, so that what decides at a deviate decides at every smaller one.
  var pValue: Double {
    guard let curve = finding.estimate.curve else { return 1 }
    func decides(_ deviate: Double) -> Bool {
      guard let bounds = curve.bounds(atDeviate: deviate) else { return false }
      return region.ruling(lower: bounds.lower, upper: bounds.upper) != .inconclusive
    }
    guard decides(0) else { return 1 }
    guard !decides(curve.reach) else { return ConfidenceCurve.tail(of: curve.reach) }
    var (inside, outside) = (0.0, curve.reach)
    for _ in 0..<60 {
      let middle = (inside + outside) / 2
      if decides(middle) { inside = middle } else { outside = middle }
    }
    return ConfidenceCurve.tail(of: inside)
  }

  /// The interval of a deviate: the finding's own where its level is exactly `level`, else the
  /// curve's.
  ///
  /// Beyond the curve's reach its widest interval stands in if it is inconclusive, since wider ones
  /// are too; if it decides, nothing is known of the wider ones, and the answer is `nil`.
  func bounds(at level: ConfidenceLevel?, deviate: Double) -> (lower: Double, upper: Double)? {
    if let own = finding.estimate.interval, own.level == level?.fraction {
      return (own.lower, own.upper)
    }
    guard let curve = finding.estimate.curve else { return nil }
    if let bounds = curve.bounds(atDeviate: deviate) { return bounds }
    guard let widest = curve.bounds(atDeviate: curve.reach) else { return nil }
    let ruling = region.ruling(lower: widest.lower, upper: widest.upper)
    return ruling == .inconclusive ? widest : nil
  }

  func sentence(_ bounds: (lower: Double, upper: Double)) -> Sentence {
    Sentence(wording: wording, value: value, bounds: bounds, thresholds: region.thresholds)
  }
}
