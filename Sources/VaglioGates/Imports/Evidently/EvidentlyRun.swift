internal import VaglioFindings

/// One result of a test in a saved run, which holds the metric's and the test's configuration.
enum EvidentlyRun {
  static func read(_ result: ImportNode, into ledger: inout ImportLedger) {
    guard let metric = result.member("metric_config")?.member("params"),
      let test = result.member("test_config")
    else {
      return ledger.leave(
        result, "a result without the configuration of its test",
        instead: "import the report's configuration")
    }
    if !test.isEmpty {
      EvidentlyTest.read(test, claim(metric, result), into: &ledger)
    } else if EvidentlyType.name(metric) == "ValueDrift" {
      EvidentlyMetric(metric).readDrift(into: &ledger)
    } else {
      ledger.leave(
        result, "a result without the configuration of its test",
        instead: "import the report's configuration")
    }
  }

  private static func claim(_ metric: ImportNode, _ result: ImportNode) -> EvidentlyClaim {
    let bound = result.member("bound_test")
    if let label = bound?.member("label")?.word {
      return EvidentlyMetricTable(metric, EvidentlyType.name(metric), nil).claim(ofLabel: label)
    }
    let list =
      if let isCount = bound?.member("is_count")?.boolean {
        isCount ? "tests" : "share_tests"
      } else if let isMean = bound?.member("is_mean")?.boolean {
        isMean ? "mean_tests" : "std_tests"
      } else {
        "tests"
      }
    return EvidentlyMetric(metric).claim(by: list)
  }
}
