import Foundation
import Testing
import VaglioFindings

/// Every expected value of `fixtures/golden` is asserted by a test, or listed here with the reason why
/// it is not.
struct GoldenUseTests {
  private static let families = [
    "binary_ranking", "binary_threshold", "calibration", "comparison", "distributions", "fairness",
    "intervals", "multiclass", "probabilistic", "proportions", "published", "recalibration",
    "regression",
  ]

  /// Names that a test puts together, with the words in that test that do so.
  private static let composed: [String: [String: String]] = [
    "calibration": [
      "corp_brier_mcb_dsc_unc_score": #"corp_\(score)_mcb_dsc_unc_score"#,
      "corp_log_mcb_dsc_unc_score": #"corp_\(score)_mcb_dsc_unc_score"#,
    ],
    "multiclass": Dictionary(
      uniqueKeysWithValues: ["precision", "recall", "f1", "jaccard"].flatMap { name in
        ["micro", "weighted"].map {
          ("\(name)_\($0)", #"("\(name)_\($0)", "\(name)[average=\($0)]")"#)
        }
      }),
  ]

  private static let excused: [String: [String: String]] = [
    "binary_ranking": [
      "pr_auc_trapezoid": "the trapezoid is optimistic; average precision is a step function",
      "pr_curve": "drawn by the exhibit, whose points the average precision sums",
    ],
    "binary_threshold": [
      "f1_var_delta": "F1 has Wilson's interval on Jaccard's index, not the delta method's",
      "f1_ci_delta": "F1 has Wilson's interval on Jaccard's index, not the delta method's",
      "f1_ci_confidenceinterval_pkg_binary": "the package's variance is wrong by its own note",
    ],
    "calibration": [
      "bins_uniform": "bins closed on the right; the errors read off ours are asserted",
      "sklearn_calibration_curve_uniform": "the same bins as bins_uniform",
      "sklearn_calibration_curve_quantile": "quantile edges of scores part equal ones",
    ],
    "comparison": [
      "bca_alpha": "the levels within; the bounds that they give are asserted",
      "holm-sidak": "a correction that is not offered",
      "hommel": "a correction that is not offered",
      "tost_paired_p": "equivalence is judged by the interval",
    ],
    "intervals": [
      "coverage_raw_strict": "the other rule for labels on a bound; ours is closed",
      "crossed_rows": "asserted by hand, as the notes and the rate of crossings say it",
    ],
    "multiclass": [
      "auc_ovr_micro": "pooling classes compares the scores of different classes; not offered"
    ],
    "probabilistic": [
      "log_loss_unclipped": "infinite for a certain mistake; ours keeps an ulp from certainty"
    ],
    "proportions": [
      "agresti_coull": "not offered: Wilson's interval is", "normal": "not offered",
      "wald": "not offered", "agresti-caffo": "not offered", "agresti-caffo_p": "not offered",
      "wald_diff_se": "not offered",
    ],
    "published": [
      "intercept": "a regression of labels on predictions is not offered",
      "intercept_sd": "likewise", "slope": "likewise", "slope_sd": "likewise",
      "r_squared": "asserted as the squared correlation of the same numbers",
      "residual_sd": "likewise",
    ],
    "regression": [
      "r2_no_force_finite": "r2 where that is finite, which is asserted; infinite is undefined",
      "r2_uniform_average": "means over outputs are not ours to choose",
      "r2_variance_weighted": "means over outputs are not ours to choose",
    ],
  ]

  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The tests that read a family, as text.
  private func readers(of family: String) throws -> [String] {
    let files = FileManager.default.enumerator(at: Self.root, includingPropertiesForKeys: nil)
    let swift = (files?.allObjects ?? []).compactMap { $0 as? URL }
      .filter { $0.pathExtension == "swift" && $0.path() != URL(filePath: #filePath).path() }
    return try swift.map { try String(contentsOf: $0, encoding: .utf8) }
      .filter { $0.contains("GoldenFile(\"\(family)\")") || $0.contains("golden(\"\(family)\"") }
  }

  @Test(arguments: families)
  func `every golden value is asserted or excused, and no excuse is stale`(family: String) throws {
    let names = Set(
      try GoldenFile(family).cases.flatMap { golden -> [String] in
        golden.document["expected"]?.object.map { Array($0.keys) } ?? []
      })
    #expect(!names.isEmpty)
    let readers = try readers(of: family)
    let (composed, excused) = (Self.composed[family] ?? [:], Self.excused[family] ?? [:])
    for name in names.sorted() {
      let words = composed[name] ?? "\"\(name)\""
      let isRead = readers.contains { $0.contains(words) }
      #expect(isRead != (excused[name] != nil), "\(family) \(name): read \(isRead)")
    }
    for name in (Array(excused.keys) + composed.keys).sorted() {
      #expect(names.contains(name), "\(family) has no \(name)")
    }
  }
}
