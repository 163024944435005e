internal import VaglioFindings

/// The usual measures of calibration beside what a calibrated model would show by chance.
struct CalibrationMeasures {
  private let outcomes: BinaryOutcomes
  private let ranked: RankedRows
  private let equalMass: CalibrationBins

  init(_ outcomes: BinaryOutcomes, _ ranked: RankedRows, _ equalMass: CalibrationBins) {
    (self.outcomes, self.ranked, self.equalMass) = (outcomes, ranked, equalMass)
  }

  private struct Entry {
    let measure: Measure
    let value: Double
    var expected: Double?
    var pValue: Double?
  }

  /// The exhibit `calibration_measures`: one entry per measure.
  func exhibit(of subject: Subject) -> Exhibit {
    let entries = binned + parts
    return Exhibit(
      kind: "calibration_measures", subject: subject,
      series: [
        "measure": .words(entries.map(\.measure.name)),
        "title": .words(entries.map(\.measure.title)),
        "value": .numbers(entries.map(\.value)), "expected": .numbers(entries.map(\.expected)),
        "p_value": .numbers(entries.map(\.pValue)),
      ], scalars: ["rows": Double(outcomes.count)])
  }

  private var binned: [Entry] {
    var statistic = BinnedScores(ScoreBinning())
    statistic.add(outcomes, rows: 0..<outcomes.count)
    let uniform = statistic.read()
    let equal = ScoreBinning(ScoreBinning.standardCount, .equalMass)
    let metrics: [(any BinnedCalibrationMetric, CalibrationBins)] = [
      (.expectedCalibrationError(), uniform),
      (.expectedCalibrationError(binning: equal), equalMass),
      (.expectedCalibrationError(norm: .l2), uniform), (.maximumCalibrationError(), uniform),
    ]
    let errors = metrics.map { metric, bins in
      Entry(
        measure: metric.measure, value: metric.summary.value(of: bins),
        expected: metric.summary.expected(of: bins),
        pValue: metric.test(of: bins, on: outcomes)?.pValue)
    }
    let debiased = DebiasedCalibrationError()
    guard let value = try? debiased.value(of: uniform) else { return errors }
    return errors + [Entry(measure: debiased.measure, value: value, expected: 0)]
  }

  private var parts: [Entry] {
    let parts = ranked.parts(of: .brier)
    let miscalibration = Miscalibration()
    return [
      Entry(
        measure: miscalibration.measure, value: parts.miscalibration,
        expected: ranked.calibratedDraws(.brier).mean,
        pValue: miscalibration.test(of: ranked, on: outcomes)?.pValue),
      Entry(measure: Discrimination().measure, value: parts.discrimination),
      Entry(measure: LabelUncertainty().measure, value: parts.uncertainty),
    ]
  }
}
