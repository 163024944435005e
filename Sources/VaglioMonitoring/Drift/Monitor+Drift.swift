internal import VaglioDrift
internal import VaglioFindings

extension Monitor {
  /// Brings a window's findings of drift to the look at its end: rules that watch them judge them, and the
  /// columns that have moved, are gone or of another type are named where alerts explain themselves.
  ///
  /// Bring a report before events that reach past the end of its window by more than the disorder.
  public mutating func observe(_ report: DriftReport) {
    let moved = Set(report.columns.flatMap(\.movedBy))
    for finding in report.findings {
      observe(
        finding, at: report.end,
        hasMoved: moved.contains(finding.measure) || Self.isBreak(finding))
    }
  }

  /// Whether a finding counts columns that are gone or of another type, and there are any.
  private static func isBreak(_ finding: Finding) -> Bool {
    let breaks = [QualityMeasures.missingColumns.name, QualityMeasures.typeChanges.name]
    return breaks.contains(finding.measure) && (finding.estimate.value ?? 0) > 0
  }
}
