import VaglioFindings

@testable import VaglioReporting

/// Dossiers made by hand, with numbers such as real analyses give.
enum SampleDossier {
  static let level = ConfidenceLevel.ninetyFivePercent

  static func interval(_ value: Double, _ half: Double, _ method: String) -> Uncertainty {
    Uncertainty(
      interval: Interval(
        lower: value - half, upper: value + half, level: level, method: method),
      curve: ConfidenceCurve(
        lower: ConfidenceCurve.deviates.map { value - half * $0 / 1.96 },
        upper: ConfidenceCurve.deviates.map { value + half * $0 / 1.96 }))
  }

  static func finding(
    _ measure: String, _ subject: Subject, _ value: Double, _ half: Double, _ method: String,
    slice: Slice = .all, count: Int = 9000, test: SignificanceTest? = nil, notes: [String] = []
  ) -> Finding {
    Finding(
      measure: measure, subject: subject, slice: slice,
      estimate: Estimate(value, interval(value, half, method)), count: count, test: test,
      notes: notes)
  }

  static func slice(_ column: String, _ value: String) -> Slice {
    Slice([Slice.Condition(column: column, value: value)])
  }

  static let digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

  static func provenance(_ file: String, rows: Int, policy: Bool) -> Provenance {
    Provenance(
      vaglio: "0.1.0", seed: 7,
      data: [.init(name: file, sha256: digest, rows: rows, dropped: 12)],
      policy: policy ? .init(name: "policy.yaml", sha256: String(digest.reversed())) : nil,
      options: [
        "confidence": "0.95", "label": "default", "missing": "drop", "resamples": "2000",
        "slice": "sex, age:25,35,45,60, education", "threshold": "0.3",
      ])
  }
}

extension SampleDossier {
  /// Every sample by its name.
  static var all: [String: Dossier] {
    [
      "binary": binary(), "no-policy": binary(judged: false), "evaluation": evaluation(),
      "regression": regression(), "hostile": hostile(), "large": large(),
      "forecast": forecast(),
      "classes": classes(), "many-classes": manyClasses(),
      "explanation": explanation(), "explanations": explanations(),
      "watch": SampleWatch(columns: 12, segments: 5).dossier(),
      "watch-quiet": SampleWatch(windows: 21, columns: 6, segments: 3, gap: 0..<0, rang: false)
        .dossier(),
      "watch-hostile": watchHostile(),
    ]
  }
}
