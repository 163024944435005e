/// Every metric there is, for each kind of outcomes, in alphabetical order of their names.
public enum MetricCatalogue {
  /// Metrics of labels that are positive or negative.
  public static let binary: [any Metric<BinaryOutcomes>] = (decisionsAndScores + calibration)
    .sorted { $0.name < $1.name }

  /// Metrics of decisions, rankings and probabilities, apart from those of calibration.
  private static let decisionsAndScores: [any Metric<BinaryOutcomes>] = [
    .accuracy,
    .averagePrecision,
    .balancedAccuracy,
    .brierScore,
    .cohenKappa,
    .d2BrierScore,
    .d2LogLoss,
    .diagnosticOddsRatio,
    .expectedCost(),
    .f1,
    .fBeta(),
    .falseDiscoveryRate,
    .falseNegativeRate,
    .falseOmissionRate,
    .falsePositiveRate,
    .gain(),
    .gini,
    .jaccard,
    .kolmogorovSmirnov,
    .lift(),
    .logLoss,
    .markedness,
    .matthewsCorrelation,
    .meanPrediction,
    .minimumCost(),
    .negativeLikelihoodRatio,
    .negativePredictiveValue,
    .optimalThreshold(),
    .positiveLikelihoodRatio,
    .precision,
    .precisionAtK(),
    .precisionAtRecall(),
    .precisionAtTop(),
    .prevalence,
    .recall,
    .recallAtPrecision(),
    .rocAUC,
    .selectionRate,
    .sensitivityAtSpecificity(),
    .specificity,
    .specificityAtSensitivity(),
    .youdenJ,
    .zeroOneLoss,
  ]

  /// Metrics of labels that are numbers.
  public static let regression: [any Metric<RegressionOutcomes>] = [
    .bias,
    .concordanceCorrelation,
    .d2AbsoluteErrorScore,
    .d2PinballScore(),
    .d2TweedieScore(),
    .explainedVariance,
    .kendallTau,
    .logCoshLoss,
    .maxError,
    .meanAbsoluteError,
    .meanAbsolutePercentageError,
    .meanGammaDeviance,
    .meanHuberLoss(),
    .meanPinballLoss(),
    .meanPoissonDeviance,
    .meanSquaredError,
    .meanSquaredLogError,
    .meanTweedieDeviance(),
    .medianAbsoluteError,
    .pearson,
    .quantileError(),
    .r2,
    .rootMeanSquaredError,
    .rootMeanSquaredLogError,
    .spearman,
    .symmetricMeanAbsolutePercentageError,
    .weightedAbsolutePercentageError,
  ]

  /// Metrics of predicted quantiles, at their default levels.
  public static let quantile: [any Metric<QuantileOutcomes>] = [
    .quantileCRPS,
    IntervalCoverage<QuantileOutcomes>(),
    IntervalScore<QuantileOutcomes>(),
    LowerMissRate<QuantileOutcomes>(),
    MeanIntervalWidth<QuantileOutcomes>(),
    .quantilePinballLoss(),
    PITKolmogorovSmirnov<QuantileOutcomes>(),
    PITKuiper<QuantileOutcomes>(),
    .quantileCoverage(),
    .quantileCrossingRate,
    UpperMissRate<QuantileOutcomes>(),
    .weightedIntervalScore,
  ]

  /// Metrics of an ensemble's predictions, at their default levels.
  public static let ensemble: [any Metric<EnsembleOutcomes>] = [
    .ensembleCRPS(),
    .ensembleBias,
    IntervalCoverage<EnsembleOutcomes>(),
    IntervalScore<EnsembleOutcomes>(),
    LowerMissRate<EnsembleOutcomes>(),
    MeanIntervalWidth<EnsembleOutcomes>(),
    PITKolmogorovSmirnov<EnsembleOutcomes>(),
    PITKuiper<EnsembleOutcomes>(),
    .spreadSkillRatio,
    UpperMissRate<EnsembleOutcomes>(),
  ]

  /// Metrics of labels of two or more classes. Those of single classes stand for every class under
  /// the name ``ClassAverage/everyClass``.
  public static let multiclass: [any Metric<MulticlassOutcomes>] = [
    MulticlassAccuracy(),
    MulticlassAveragePrecision(),
    MulticlassBalancedAccuracy(),
    MulticlassBrierScore(),
    MulticlassCohenKappa(),
    MulticlassD2LogLoss(),
    .multiclassCalibrationError(),
    ClassRatioMetric(F1Ratio()),
    ClassRatioMetric(FBetaRatio()),
    ClassRatioMetric(JaccardRatio()),
    MulticlassLogLoss(),
    MulticlassMatthewsCorrelation(),
    ClassRatioMetric(PrecisionRatio()),
    ClassPrevalence(),
    ClassRatioMetric(RecallRatio()),
    MulticlassROCAUC(),
    ClassSelectionRate(),
    ClassRatioMetric(SpecificityRatio()),
    TopKAccuracy(),
    MulticlassZeroOneLoss(),
  ]

  /// The metric that a name with options means: `mean_pinball_loss[alpha=0.9]`; `nil` if there is
  /// none, or it has no such option.
  public static func metric<Observed>(
    _ text: String, in catalogue: [any Metric<Observed>]
  ) -> (any Metric<Observed>)? {
    guard let name = MetricName(text) else { return nil }
    return catalogue.first { MetricName($0.name)?.base == name.base }
      .flatMap { configured($0, name.options) }
  }

  private static func configured<Observed>(
    _ metric: some Metric<Observed>, _ options: [String: String]
  ) -> (any Metric<Observed>)? {
    metric.configured(options)
  }
}

/// A metric's name and its options: `f_beta[beta=2]`.
public struct MetricName: Hashable, Sendable {
  /// The name before the brackets.
  public let base: String
  /// The options in the brackets by name.
  public let options: [String: String]

  /// The parts of a name; `nil` when brackets or options are malformed.
  public init?(_ text: String) {
    guard let bracket = text.firstIndex(of: "[") else {
      (base, options) = (text, [:])
      return
    }
    guard text.hasSuffix("]") else { return nil }
    base = String(text[..<bracket])
    var options: [String: String] = [:]
    let inner = text[text.index(after: bracket)...].dropLast()
    for option in inner.split(separator: ",", omittingEmptySubsequences: false) {
      let parts = option.split(separator: "=", maxSplits: 1)
      guard parts.count == 2, options[String(parts[0])] == nil else { return nil }
      options[String(parts[0])] = Self.unescaped(parts[1])
    }
    self.options = options
  }
}
