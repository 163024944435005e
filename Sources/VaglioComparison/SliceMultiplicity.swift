public import VaglioFindings
internal import VaglioStatistics

/// The correction of tests for the number of slices that were looked at.
///
/// A family is one measure of one subject over all slices of the same columns: whoever looks at nine
/// regions finds one worse by chance. Holm 1979 (doi:10.2307/4615733) keeps the probability of a
/// single false alarm in the family.
public enum SliceMultiplicity {
  /// The findings, each test of a slice with the p-value corrected within its family.
  public static func adjusted(_ findings: [Finding]) -> [Finding] {
    var families: [Family: [Int]] = [:]
    for (position, finding) in findings.enumerated() where !finding.slice.conditions.isEmpty {
      let family = Family(
        measure: finding.measure, subject: finding.subject, columns: finding.slice.columns)
      if finding.test != nil { families[family, default: []].append(position) }
    }
    return families.values.reduce(findings) { corrected($0, family: $1) }
  }

  /// The findings, the tests at `positions` corrected as one family.
  static func corrected(_ findings: [Finding], family positions: [Int]) -> [Finding] {
    var findings = findings
    let adjusted = MultiplicityCorrection.holm.adjusted(
      positions.map { findings[$0].test?.pValue })
    for (position, pValue) in zip(positions, adjusted) {
      guard let test = findings[position].test else { continue }
      findings[position] = findings[position].with(
        test: SignificanceTest(
          name: test.name, pValue: test.pValue, adjustedPValue: pValue, adjustment: "holm",
          family: positions.count))
    }
    return findings
  }

  private struct Family: Hashable {
    let measure: String
    let subject: Subject
    let columns: [String]
  }
}
