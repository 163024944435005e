public import VaglioFindings

/// How much explanations of the same rows differ between runs that should agree.
public struct Stability: Sendable {
  /// What differs between the runs.
  public enum Source: String, Hashable, Sendable, CaseIterable {
    /// The seed of a sampled method.
    case seeds
    /// The background rows.
    case backgrounds
    /// The rows, by very little.
    case perturbations
    /// The model, fitted again to other samples.
    case refits
  }

  /// What differs between the runs.
  public let source: Source
  /// The number of runs.
  public let runCount: Int
  /// How many features count as top reasons.
  public let topCount: Int
  /// Mean over the rows of Kendall's τ_b of |φ|, averaged over pairs of runs.
  public let tau: RowMean
  /// Mean over the rows of the likeness of the sets of top reasons, averaged over pairs of runs.
  public let jaccard: RowMean
  /// Mean over the rows of the share of top reasons of either run whose signs are opposite, averaged
  /// over pairs of runs.
  public let signFlips: RowMean
  /// The name of the output, where there are several.
  public let output: String?

  /// The agreement of runs over the same rows and features, all pairs of them.
  ///
  /// The rows are the units of the intervals; the runs are as they are. O(runs² · rows · features ·
  /// log features).
  ///
  /// - Throws: a refusal of fewer than two runs, of other rows or features, and of values that are not
  ///   finite.
  public init(
    of runs: [Attributions], source: Source, output: String? = nil, topCount: Int = 3,
    design: RowDesign? = nil
  ) throws(AttributionError) {
    guard runs.count > 1 else { throw .refused("stability is seen from two runs on") }
    guard topCount > 0 else { throw .refused("no top reasons are asked for") }
    for (number, run) in runs.enumerated() {
      try run.check(of: "run \(number + 1)")
      guard run.features == runs[0].features, run.rowCount == runs[0].rowCount,
        run.outputs == runs[0].outputs, run.scale == runs[0].scale
      else {
        throw .refused(
          "run \(number + 1) explains other rows, features, outputs or another scale than run 1")
      }
    }
    let place = try runs[0].index(ofOutput: output)
    let design = try RowDesign(design, rows: runs[0].rowCount)
    let rows = (0..<runs[0].rowCount).map {
      RowStability(runs, row: $0, output: place, topCount: topCount)
    }
    tau = RowMean(rows.map(\.tau), design)
    jaccard = RowMean(rows.map(\.jaccard), design)
    signFlips = RowMean(rows.map(\.signFlips), design)
    (self.source, runCount, self.topCount) = (source, runs.count, topCount)
    self.output = runs[0].outputs.count > 1 ? output : nil
  }
}

/// The agreement of all pairs of runs about one row.
private struct RowStability {
  var tau = 0.0
  var jaccard = 0.0
  var signFlips = 0.0

  init(_ runs: [Attributions], row: Int, output: Int, topCount: Int) {
    let range = runs[0].range(row: row, output: output)
    let magnitudes = runs.map { run in run.values[range].map(\.magnitude) }
    let tops = runs.map { run in
      Set(TopReasons.ofRow(row, output: output, count: topCount, in: run))
    }
    var pairs = 0.0
    for first in runs.indices {
      for second in runs.indices where second > first {
        pairs += 1
        tau += RankAgreement.tau(magnitudes[first], magnitudes[second])
        let (union, shared) = (
          tops[first].union(tops[second]), tops[first].intersection(tops[second])
        )
        jaccard += union.isEmpty ? 1 : Double(shared.count) / Double(union.count)
        let flips = union.count { feature in
          let index = range.lowerBound + feature
          let (a, b) = (runs[first].values[index], runs[second].values[index])
          return a < 0 && b > 0 || a > 0 && b < 0
        }
        signFlips += union.isEmpty ? 0 : Double(flips) / Double(union.count)
      }
    }
    (tau, jaccard, signFlips) = (tau / pairs, jaccard / pairs, signFlips / pairs)
  }
}

extension Stability {
  /// τ, likeness and sign flips.
  public func findings(
    _ subject: Subject, level: ConfidenceLevel = .ninetyFivePercent
  ) -> [Finding] {
    let top = ["k": String(topCount)]
    return [
      finding(TrustMeasures.stabilityTau, [:], tau, -1...1, subject, level),
      finding(TrustMeasures.stabilityJaccard, top, jaccard, 0...1, subject, level),
      finding(TrustMeasures.stabilitySignFlips, top, signFlips, 0...1, subject, level),
    ]
  }

  private func finding(
    _ measure: Measure, _ options: [String: String], _ mean: RowMean, _ range: ClosedRange<Double>,
    _ subject: Subject, _ level: ConfidenceLevel
  ) -> Finding {
    var options = options.merging(["against": source.rawValue]) { $1 }
    if let output { options["class"] = output }
    return Finding(
      measure: AttributionMeasure.name(measure.name, options), subject: subject,
      estimate: Estimate(
        mean.value, Uncertainty(at: level) { mean.interval(level: $0, within: range) }),
      count: mean.count, effectiveCount: mean.effectiveCount, notes: ["\(runCount) runs"])
  }

  /// Several sources beside each other: `stability`; `nil` for none.
  public static func exhibit(
    _ all: [Stability], _ subject: Subject, level: ConfidenceLevel = .ninetyFivePercent
  ) -> Exhibit? {
    guard !all.isEmpty else { return nil }
    var series: [String: Exhibit.Series] = [
      "against": .words(all.map(\.source.rawValue)),
      "runs": .numbers(all.map { Double($0.runCount) }),
    ]
    func add(_ name: String, _ range: ClosedRange<Double>, _ mean: (Stability) -> RowMean) {
      let intervals = all.map { mean($0).interval(level: level, within: range) }
      series[name] = .numbers(all.map { mean($0).value })
      series[name + "_lower"] = .numbers(intervals.map { $0?.lower })
      series[name + "_upper"] = .numbers(intervals.map { $0?.upper })
    }
    add("kendall_tau", -1...1, \.tau)
    add("jaccard", 0...1, \.jaccard)
    add("sign_flips", 0...1, \.signFlips)
    if all.contains(where: { $0.output != nil }) {
      series["class"] = .words(all.map { $0.output ?? "" })
    }
    return Exhibit(
      kind: "stability", subject: subject, series: series, scalars: ["level": level.fraction])
  }
}
