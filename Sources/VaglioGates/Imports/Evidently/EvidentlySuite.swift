internal import VaglioFindings

/// Tests of Evidently's interface before 0.7, as `TestSuite.save` and `TestSuite.json` write them.
enum EvidentlySuite {
  /// A test with its settings.
  static func read(_ test: ImportNode, into ledger: inout ImportLedger) {
    guard test.member("is_critical")?.boolean != false else {
      return ledger.leave(
        test, "a test that only warns; a gate that fails, fails the policy",
        instead: "put it into a policy of its own, and don't let that stop anything")
    }
    read(
      EvidentlyType.name(test), test, EvidentlyType.column(test.member("column_name")),
      into: &ledger)
  }

  /// A test's result, which has its name, and its settings as parameters.
  static func readResult(_ result: ImportNode, into ledger: inout ImportLedger) {
    guard let name = result.member("name")?.text, let parameters = result.member("parameters"),
      let type = names[name.split(separator: " ").joined(separator: " ")]
    else {
      return ledger.leave(
        result, "no rule is about this test", instead: "vaglio list rules")
    }
    let settings = parameters.member("condition") ?? parameters
    read(type, settings, EvidentlyType.column(parameters.member("column_name")), into: &ledger)
  }

  private static func read(
    _ type: String, _ settings: ImportNode, _ column: String?, into ledger: inout ImportLedger
  ) {
    switch type {
    case "TestColumnDrift": return readDrift(settings, column, into: &ledger)
    case "TestColumnsType" where settings.member("columns_type")?.isEmpty != false:
      let node = settings.member("type") ?? settings
      return ledger.carry(
        [node], as: ImportedGate("schema", [("type-changes-at-most", .number(0))]),
        difference: "the rule wants every column of the reference to be there, too")
    default: break
    }
    let conditions = EvidentlyCondition.all(in: settings)
    let claim = claim(type, settings, column)
    guard !conditions.isEmpty else {
      return readUnconditioned(claim, type, settings, into: &ledger)
    }
    for (condition, node) in conditions { claim.judge(condition, at: node, into: &ledger) }
  }

  /// Tests of values outside the reference's range or list expect none, unless told otherwise.
  private static func readUnconditioned(
    _ claim: EvidentlyClaim, _ type: String, _ settings: ImportNode,
    into ledger: inout ImportLedger
  ) {
    if case .unknown(let reason, let instead) = claim {
      return ledger.leave(settings, reason, instead: instead)
    }
    guard type.contains("OutRangeValues") || type.contains("OutListValues") else {
      return ledger.leave(
        settings, "without a condition Evidently makes one of the reference's value",
        instead: "a gate with a number")
    }
    let node = settings.member("type") ?? settings
    claim.judge(.equal(0), at: node, into: &ledger)
  }

  private static func readDrift(
    _ settings: ImportNode, _ column: String?, into ledger: inout ImportLedger
  ) {
    let method = settings.member("stattest")
    let threshold = settings.member("stattest_threshold") ?? settings.member("threshold")
    let drift = EvidentlyDrift(method?.text ?? "")
    let nodes = [method, threshold].compactMap { $0 }.filter { !$0.isEmpty }
    let given = threshold.flatMap { $0.isEmpty ? nil : $0 }
    guard let column, let limit = given.map(\.finite) ?? drift.usualThreshold ?? 0.05, limit >= 0
    else {
      return ledger.leave(
        settings, "expected a column, and a threshold, zero or more",
        instead: "correct the file and import again")
    }
    drift.carry(
      nodes.isEmpty ? [settings.member("type") ?? settings] : nodes, limit, columns: [column],
      isStrict: true, into: &ledger)
  }

  private static func claim(
    _ type: String, _ settings: ImportNode, _ column: String?
  ) -> EvidentlyClaim {
    func isGiven(_ name: String) -> Bool { settings.member(name)?.isEmpty == false }
    let usesReference = !isGiven("left") && !isGiven("right") && !isGiven("values")
    switch type {
    case "TestColumnShareOfMissingValues" where column != nil && !isGiven("missing_values"):
      return .share(option: "missing-rate-at-most", column: column)
    case "TestColumnNumberOfMissingValues" where column != nil && !isGiven("missing_values"):
      return .number(option: "missing-rate-at-most", column: column)
    case "TestShareOfOutRangeValues" where column != nil && usesReference:
      return .share(option: "out-of-range-rate-at-most", column: column)
    case "TestNumberOfOutRangeValues" where column != nil && usesReference:
      return .number(option: "out-of-range-rate-at-most", column: column)
    case "TestShareOfOutListValues" where column != nil && usesReference:
      return .share(option: "new-level-rate-at-most", column: column)
    case "TestNumberOfOutListValues" where column != nil && usesReference:
      return .number(option: "new-levels-at-most", column: column)
    case "TestNumberOfDuplicatedRows":
      return .number(option: "duplicate-row-rate-at-most", column: nil)
    default: return metric(type, settings)
    }
  }

  private static func metric(_ type: String, _ settings: ImportNode) -> EvidentlyClaim {
    if let present = present[type] {
      let label = settings.member("label").flatMap { $0.isEmpty ? nil : $0.word }
      let table = EvidentlyMetricTable(settings, present, nil)
      return label.map(table.claim(ofLabel:))
        ?? table.claim(by: ["MAE", "MeanError"].contains(present) ? "mean_tests" : "tests")
    }
    return .unknown(
      reason: "no rule is about what \(type.isEmpty ? "this test" : type.legible()) judges",
      instead: replacements.first { type.contains($0.0) }?.1 ?? "vaglio list rules")
  }

  private static let replacements: [(String, String)] = [
    ("Drifted", "no-drift: {measure: drift.psi, at-most: 0.1}, which judges each column"),
    ("MissingValues", "quality: {missing-rate-at-most: SHARE}, which judges each column"),
    ("OutRange", "quality: {out-of-range-rate-at-most: SHARE}, against the reference's range"),
    ("OutList", "quality: {new-levels-at-most: 0}, against the reference's levels"),
    ("NumberOfColumns", "schema: {added-at-most: 0}"),
    ("Value", "no-drift: {measure: drift.wasserstein_scaled, at-most: 0.1}"),
    ("Mean", "no-drift: {measure: drift.wasserstein_scaled, at-most: 0.1}"),
  ]

  /// Tests of metrics, and the metric of the present interface.
  private static let present: [String: String] = [
    "TestAccuracyScore": "Accuracy", "TestF1ByClass": "F1ByLabel", "TestF1Score": "F1Score",
    "TestFNR": "FNR", "TestFPR": "FPR", "TestLogLoss": "LogLoss",
    "TestPrecisionByClass": "PrecisionByLabel", "TestPrecisionScore": "Precision",
    "TestRecallByClass": "RecallByLabel", "TestRecallScore": "Recall", "TestRocAuc": "RocAuc",
    "TestTNR": "TNR", "TestTPR": "TPR", "TestValueAbsMaxError": "AbsMaxError",
    "TestValueMAE": "MAE", "TestValueMAPE": "MAPE", "TestValueMeanError": "MeanError",
    "TestValueR2Score": "R2Score", "TestValueRMSE": "RMSE",
  ]

  /// The names under which results show tests that can be carried over.
  private static let names: [String: String] = [
    "Accuracy Score": "TestAccuracyScore", "Column Types": "TestColumnsType",
    "Drift per Column": "TestColumnDrift", "F1 Score": "TestF1Score",
    "False Negative Rate": "TestFNR", "False Positive Rate": "TestFPR",
    "Logarithmic Loss": "TestLogLoss", "Max Absolute Error": "TestValueAbsMaxError",
    "Mean Absolute Error (MAE)": "TestValueMAE",
    "Mean Absolute Percentage Error (MAPE)": "TestValueMAPE",
    "Mean Error (ME)": "TestValueMeanError",
    "Number of Duplicate Rows": "TestNumberOfDuplicatedRows",
    "Precision Score": "TestPrecisionScore", "R2 Score": "TestValueR2Score",
    "ROC AUC Score": "TestRocAuc", "Recall Score": "TestRecallScore",
    "Root Mean Square Error (RMSE)": "TestValueRMSE",
    "The Number of Missing Values in a Column": "TestColumnNumberOfMissingValues",
    "The Share of Missing Values in a Column": "TestColumnShareOfMissingValues",
    "True Negative Rate": "TestTNR", "True Positive Rate": "TestTPR",
  ]
}
