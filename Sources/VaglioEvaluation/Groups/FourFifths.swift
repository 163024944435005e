public import VaglioFindings
internal import VaglioStatistics

/// The four-fifths rule of the United States' Uniform Guidelines on Employee Selection Procedures
/// (29 CFR 1607.4D): a group whose selection rate is below 4/5 of the highest group's.
///
/// A rule of thumb on two counts says nothing of chance, so the ratio gets Fisher's exact test, and
/// a note where so few were selected that one person decides: if one selection moved from the highest
/// group to this one would turn the finding (Questions and Answers on the Uniform Guidelines, 44 FR
/// 11996 (1979), no. 21).
public struct FourFifths: Sendable {
  /// The ratio below which the rule sees evidence of adverse impact.
  public static let limit = 0.8

  /// How many were selected, and of how many.
  public struct Count: Hashable, Sendable {
    public let selected: Int
    public let applicants: Int

    /// `selected` of `applicants`.
    public init(selected: Int, applicants: Int) {
      precondition((0...applicants).contains(selected), "\(selected) of \(applicants)")
      (self.selected, self.applicants) = (selected, applicants)
    }

    /// The selection rate; `nil` without applicants.
    public var rate: Double? { applicants > 0 ? Double(selected) / Double(applicants) : nil }
  }

  /// Fisher's exact test that a group is selected as often as the reference, with the mid-p value.
  public static func test(_ group: Count, against reference: Count) -> SignificanceTest {
    SignificanceTest(
      name: "fisher-exact-mid-p",
      pValue: FisherExact(
        successes: group.selected, trials: group.applicants, otherSuccesses: reference.selected,
        otherTrials: reference.applicants
      ).midP)
  }

  /// What is to be said where one person decides; `nil` where none does.
  public static func remark(
    _ group: Count, against reference: Count, named name: String, _ other: String
  ) -> String? {
    guard let ratio = ratio(group, reference) else { return nil }
    for step in [1, -1] {
      guard
        let moved = ratio.isLess(than: limit) == (step == 1)
          ? Self.moved(group, reference, step) : nil,
        moved.isLess(than: limit) != ratio.isLess(than: limit)
      else { continue }
      let (from, to) = step == 1 ? (other, name) : (name, other)
      return "one selection more for \(to) and one less for \(from) would turn the four-fifths "
        + "rule's finding: the ratio would be \(rounded(moved)), not \(rounded(ratio))"
    }
    return nil
  }

  private static func rounded(_ ratio: Double) -> String {
    CanonicalJSON.number((ratio * 1000).rounded() / 1000)
  }

  private static func ratio(_ group: Count, _ reference: Count) -> Double? {
    guard let own = group.rate, let other = reference.rate, other > 0 else { return nil }
    return own / other
  }

  private static func moved(_ group: Count, _ reference: Count, _ step: Int) -> Double? {
    let (own, other) = (group.selected + step, reference.selected - step)
    guard (0...group.applicants).contains(own), (0...reference.applicants).contains(other) else {
      return nil
    }
    return ratio(
      Count(selected: own, applicants: group.applicants),
      Count(selected: other, applicants: reference.applicants))
  }
}

extension FourFifths {
  /// The findings with the test and the remark at each ratio of a rate, `selection_rate.ratio`.
  ///
  /// Meant for independent rows without weights: the counts are read off the groups' rates.
  public static func tested(
    _ findings: [Finding], rate: String = SelectionRate().measure.name
  ) -> [Finding] {
    let known = Findings(findings)
    return findings.map { finding in
      guard finding.measure == "\(rate).ratio", finding.estimate.value != nil,
        let own = count(of: finding, finding.slice, rate, in: known),
        let slice = reference(of: finding), let other = count(of: finding, slice, rate, in: known)
      else { return finding }
      let remark = remark(
        own, against: other, named: finding.slice.description, slice.description)
      return Finding(
        measure: finding.measure, subject: finding.subject, slice: finding.slice,
        estimate: finding.estimate, count: finding.count, effectiveCount: finding.effectiveCount,
        test: test(own, against: other), notes: finding.notes + [remark].compactMap { $0 })
    }
  }

  private static func reference(of finding: Finding) -> Slice? {
    let opening = "against "
    return finding.notes.first { $0.hasPrefix(opening) }
      .flatMap { Slice(String($0.dropFirst(opening.count))) }
  }

  private static func count(
    of finding: Finding, _ slice: Slice, _ rate: String, in findings: Findings
  ) -> Count? {
    guard let group = findings.finding(rate, finding.subject, on: slice),
      let value = group.estimate.value
    else { return nil }
    return Count(
      selected: Int((value * Double(group.count)).rounded()), applicants: group.count)
  }
}
