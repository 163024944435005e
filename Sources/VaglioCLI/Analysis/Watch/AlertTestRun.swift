internal import VaglioGates
internal import VaglioMonitoring

/// The cases of a file, and the alerts that they test.
struct AlertTestRun {
  private let test: AlertTest
  private let rules: AlertRules

  /// What cases came to.
  struct Failures {
    let cases: Int
    let sentences: [String]

    var isEmpty: Bool { sentences.isEmpty }

    /// A line for each failure, and one that sums up.
    var text: String {
      let count = cases == 1 ? "1 case" : "\(cases) cases"
      let summary =
        isEmpty
        ? "\(count), all as expected"
        : "\(count); \(sentences.count == 1 ? "1 expectation is" : "\(sentences.count) expectations are") not met"
      return (sentences.map { "FAILED \($0)" } + [summary]).joined(separator: "\n") + "\n"
    }
  }

  /// Reads the cases in a file, and the alerts that it names, as seen from its own folder.
  init(reading path: String) throws {
    test = try AlertTest(parsing: FileContents.bytes(of: path, atMost: 1 << 20), file: path)
    rules = try AlertsFile(
      reading: PathName(test.alertsFile).relative(to: PathName(path).parent)
    ).rules
  }

  func failures() -> Failures {
    Failures(cases: test.cases.count, sentences: test.failures(of: rules))
  }
}
