import Glibc
import Vaglio

/// Times one model's standard metrics with intervals on many slices, in CPU seconds of one thread.
///
/// `SliceBenchmark [rows [groups]] [--values]`, 1,000,000 rows in 50 groups by default. The rows are
/// those of `peers/slices_fairlearn.py`: the same generator, the same seed. With `--values` only the
/// slices are timed, and the values are printed as lines `value group name number`, for the peer to be
/// held against.
@main
struct SliceBenchmark {
  static func main() {
    let numbers = CommandLine.arguments.dropFirst().compactMap { Int($0) }
    let rows = numbers.first ?? 1_000_000
    let groups = numbers.dropFirst().first ?? 50
    let model = drawn(rows)
    let codes = (0..<rows).map { Int32(truncatingIfNeeded: mixed(UInt64($0)) % UInt64(groups)) }
    if CommandLine.arguments.contains("--values") {
      for finding in timed("slices", { findings(model, slices(codes, groups)) }) {
        let group = finding.slice.conditions.first?.value ?? "all"
        print("value \(group) \(finding.measure) \(finding.estimate.value ?? .nan)")
      }
      return
    }
    _ = timed("overall alone") { findings(model, []) }
    for groups in [10, groups, 200] {
      let codes = codes.indices.map {
        Int32(truncatingIfNeeded: mixed(UInt64($0)) % UInt64(groups))
      }
      _ = timed("with \(groups) slices") { findings(model, slices(codes, groups)) }
    }
    _ = timed("search of 8 columns") { searched(model, rows) }
  }

  private static func slices(_ codes: [Int32], _ groups: Int) -> [SliceRows] {
    var rows = [[Int32]](repeating: [], count: groups)
    for (row, code) in codes.enumerated() { rows[Int(code)].append(Int32(row)) }
    return rows.enumerated().map { group, rows in
      SliceRows(slice: Slice([.init(column: "group", value: "\(group)")]), rows: rows)
    }
  }

  private static func findings(_ model: BinaryOutcomes, _ slices: [SliceRows]) -> [Finding] {
    // Fresh outcomes, so that nothing cached by an earlier run is reused.
    Analysis(
      metrics: MetricCatalogue.binary.filter { $0.isStandard }, level: .ninetyFivePercent,
      resamples: 2000, seed: 7, contrasted: [], threads: 1
    ).findings(
      on: BinaryOutcomes(labels: model.labels, scores: model.scores),
      slicings: slices.isEmpty ? [] : [slices])
  }

  /// The search over eight columns of six levels each: 28 pairs, 1056 subgroups.
  private static func searched(_ model: BinaryOutcomes, _ rows: Int) -> Int {
    let factors = (0..<8).map { column in
      SubgroupFactor(
        column: "c\(column)",
        codes: (0..<rows).map {
          Int32(truncatingIfNeeded: mixed(UInt64($0 &* 8 &+ column)) % 6)
        }, names: (0..<6).map { "\($0)" })
    }
    let search = SubgroupSearch(
      factors: factors, rows: model.rows, seed: 7, settings: SubgroupSettings(), threads: 1)
    return (try? search.worst(by: .logLoss, on: model).candidates) ?? 0
  }

  private static func drawn(_ rows: Int) -> BinaryOutcomes {
    var labels: [UInt8] = []
    var scores: [Double] = []
    for row in 0..<UInt64(rows) {
      let risk = uniform(3 &* row) * uniform(3 &* row &+ 1)
      labels.append(uniform(3 &* row &+ 2) < risk ? 1 : 0)
      scores.append(min(1, max(0, risk + 0.1 * (uniform(7 &* row &+ 5) - 0.5))))
    }
    return BinaryOutcomes(labels: labels, scores: scores)
  }

  private static func uniform(_ index: UInt64) -> Double { Double(mixed(index) >> 11) * 0x1p-53 }

  private static func mixed(_ value: UInt64) -> UInt64 {
    var z = value &* 0x9e37_79b9_7f4a_7c15
    z = (z ^ (z &>> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z &>> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z &>> 31)
  }

  private static func timed<Result>(_ name: String, _ work: () -> Result) -> Result {
    let start = clock()
    let result = work()
    print("\(name): \(Double(clock() - start) / Double(CLOCKS_PER_SEC)) CPU s")
    return result
  }
}
