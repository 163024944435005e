public import VaglioFindings

/// How the probabilities of several classes become a score and a truth of a row.
public enum MulticlassForm: String, Hashable, Codable, Sendable, CaseIterable {
  /// The probability of the predicted class, and whether it is right (Guo et al. 2017,
  /// arXiv:1706.04599).
  case confidence
  /// Each class's probability, and whether the row is of it; the mean over classes (Kull et al. 2019,
  /// arXiv:1910.12656).
  case classwise
  /// As `confidence`, in bins of each predicted class apart (Gupta and Ramdas 2022,
  /// arXiv:2107.08353).
  case topLabel = "top_label"
}

/// The rows' sums in uniform bins of the probabilities of several classes.
public struct MulticlassBins: SufficientStatistic {
  public typealias Observed = MulticlassOutcomes

  public private(set) var count = 0
  private let binning: ScoreBinning
  private let form: MulticlassForm
  /// One list of bins, or one per class.
  private var parts: [UniformBins] = []
  private var hasScores = true

  /// The bins of no rows.
  public init(_ binning: ScoreBinning, _ form: MulticlassForm) {
    (self.binning, self.form) = (binning, form)
  }

  public mutating func add(_ outcomes: MulticlassOutcomes, rows: Range<Int>) {
    count += rows.count
    hasScores = hasScores && (rows.isEmpty || !outcomes.scores.isEmpty)
    guard !outcomes.scores.isEmpty, !rows.isEmpty else { return }
    grow(to: form == .confidence ? 1 : outcomes.classes.count)
    switch form {
    case .confidence:
      parts[0].add(rows, of: outcomes.rows, binning) { outcomes.confidence(ofRow: $0) }
    case .classwise:
      for (number, scores) in outcomes.scores.enumerated() {
        parts[number].add(rows, of: outcomes.rows, binning) { row in
          (scores[row], Int(outcomes.labels[row]) == number)
        }
      }
    case .topLabel:
      for row in rows {
        parts[Int(outcomes.predicted[row])].add(row..<row + 1, of: outcomes.rows, binning) {
          outcomes.confidence(ofRow: $0)
        }
      }
    }
  }

  private mutating func grow(to count: Int) {
    while parts.count < count { parts.append(UniformBins(binning.count)) }
  }

  public mutating func merge(_ other: MulticlassBins) {
    count += other.count
    hasScores = hasScores && other.hasScores
    grow(to: other.parts.count)
    for (number, part) in other.parts.enumerated() { parts[number].merge(part) }
  }

  /// The bins of each class, or the one list of bins; none where there are no scores.
  public func read() -> [CalibrationBins] {
    hasScores ? parts.map { $0.read(binning) } : []
  }
}

extension MulticlassOutcomes {
  /// The score of the predicted class, and whether it is the row's.
  fileprivate func confidence(ofRow row: Int) -> (score: Double, isPositive: Bool) {
    (scores[Int(predicted[row])][row], predicted[row] == labels[row])
  }
}

/// The expected calibration error of the probabilities of several classes.
///
/// Σ share·|accuracy − confidence| over uniform bins of the predicted class's probability; with
/// `form=classwise` the mean over classes of each class's error against the rest, with
/// `form=top_label` the bins of each predicted class apart. Biased upward as for two classes, and
/// without an interval for that reason. Undefined without rows, and where only decisions are known.
public struct MulticlassCalibrationError: Metric {
  public typealias Observed = MulticlassOutcomes
  public typealias Statistic = MulticlassBins

  public let binning: ScoreBinning
  public let form: MulticlassForm

  /// The error in uniform bins.
  public init(bins: Int = ScoreBinning.standardCount, form: MulticlassForm = .confidence) {
    (binning, self.form) = (ScoreBinning(bins), form)
  }

  public var measure: Measure {
    var options = binning.options
    if form != .confidence { options["form"] = form.rawValue }
    let definition =
      switch form {
      case .confidence: "Σ n_k/n·|accuracy_k − confidence_k|"
      case .classwise: "Mean over classes of Σ n_k/n·|ȳ_k − p̄_k|, one class against the rest,"
      case .topLabel: "Σ n_k/n·|accuracy_k − confidence_k|, for each predicted class apart,"
      }
    return Measure(
      name: MetricName.text("expected_calibration_error", options),
      title: "Expected calibration error", definition: "\(definition) over \(binning.rule).",
      range: 0...1, direction: .lowerIsBetter, source: "arXiv:1706.04599")
  }

  public var intervalMethod: String {
    "None, as the value is biased upward; a test of calibration by resampled labels for the form "
      + "confidence"
  }

  public func makeStatistic() -> MulticlassBins { MulticlassBins(binning, form) }

  public func value(of reading: [CalibrationBins]) throws(Undefined) -> Double {
    try mean(reading) { BinSummary.mean.value(of: $0) }
  }

  private func mean(
    _ reading: [CalibrationBins], _ value: (CalibrationBins) -> Double
  ) throws(Undefined) -> Double {
    let filled = reading.filter { $0.weight > 0 }
    guard !filled.isEmpty else { throw Undefined("there are no rows with probabilities") }
    for bins in filled { try bins.check() }
    // Parts of the predicted classes count by their rows, those of one class against the rest alike.
    let weight = { (bins: CalibrationBins) in form == .topLabel ? bins.weight : 1 }
    return filled.reduce(0) { $0 + weight($1) * value($1) }
      / filled.reduce(0) { $0 + weight($1) }
  }

  public func test(
    of reading: [CalibrationBins], on outcomes: MulticlassOutcomes
  ) -> SignificanceTest? {
    guard form == .confidence, outcomes.rows.arePlain, let bins = reading.first else { return nil }
    return SignificanceTest(
      name: "calibration-resampling",
      pValue: BinnedNull(bins).pValue(of: BinSummary.mean.value(of: bins), .mean))
  }

  public var needsProbabilities: Bool { true }

  public var isStandard: Bool { false }

  public func notes(of reading: [CalibrationBins]) -> [String] {
    guard let expected = try? mean(reading, { BinSummary.mean.expected(of: $0) }) else { return [] }
    return [
      "a calibrated model with these scores and as many independent rows would show "
        + "\(NoteNumber.text(expected)) on average (\(binning.rule))"
    ]
  }

  public var options: [MetricOption] {
    [
      ScoreBinning.countOption,
      MetricOption(
        "form", "confidence, classwise or top_label", "which probabilities are held against what",
        standard: "confidence", example: "classwise"),
    ]
  }

  public func configured(_ options: [String: String]) -> MulticlassCalibrationError? {
    var options = options
    guard
      options["strategy"] == nil,
      let form = MulticlassForm(
        rawValue: options.removeValue(forKey: "form") ?? MulticlassForm.confidence.rawValue),
      let binning = ScoreBinning(taking: &options), options.isEmpty
    else { return nil }
    return MulticlassCalibrationError(bins: binning.count, form: form)
  }
}

extension Metric where Self == MulticlassCalibrationError {
  /// The expected calibration error of several classes.
  public static func multiclassCalibrationError(
    bins: Int = ScoreBinning.standardCount, form: MulticlassForm = .confidence
  ) -> MulticlassCalibrationError {
    MulticlassCalibrationError(bins: bins, form: form)
  }
}
