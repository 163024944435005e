// Estimates without labels, and the classifier two-sample test, on seeded rows in memory.
//
// usage: WithoutLabelsBenchmark [rows] [threads]; CPU seconds and peak memory on standard output.
import Foundation
import Vaglio

let rows = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 1_000_000
let threads = CommandLine.arguments.dropFirst(2).first.flatMap { Int($0) } ?? 1

/// CPU seconds so far, and the greatest memory so far as the kernel states it.
func usage() -> (cpu: Double, peak: String) {
  let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
  let peak = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? "VmHWM: ?"
  return (Double(clock()) / Double(CLOCKS_PER_SEC), String(peak.dropFirst(6)))
}

func timed<Answer>(_ name: String, _ work: () throws -> Answer) rethrows -> Answer {
  let start = usage().cpu
  let answer = try work()
  let end = usage()
  let cpu = ((end.cpu - start) * 100).rounded() / 100
  print("\(name): \(cpu) CPU s, peak \(end.peak)")
  return answer
}

func uniform(_ word: UInt64) -> Double { (Double(word >> 11) + 0.5) * 0x1p-53 }

/// Scores and labels of rows from 0.
func outcomes(_ count: Int, seed: UInt64) -> BinaryOutcomes {
  var (labels, scores) = ([UInt8](), [Double]())
  for row in 0..<count {
    let draws = HashedDraws(seed: seed, key: UInt64(row))
    let u = uniform(draws[0])
    let z = log(u / (1 - u))
    labels.append(uniform(draws[1]) < 1 / (1 + exp(-(z - 2))) ? 1 : 0)
    scores.append(1 / (1 + exp(-(1.2 * z - 2))))
  }
  return BinaryOutcomes(labels: labels, scores: scores, threshold: 0.3)
}

/// Twelve numbers and eight categories; the first number and category move.
func columns(_ count: Int) throws -> JoinedColumns {
  var columns: [LearnerColumn] = []
  for number in 0..<20 {
    let draws = KeyedUniform(seed: UInt64(number))
    let values = (0..<2 * count).map { draws.number(ofKey: UInt64($0)) }
    if number < 12 {
      let moved = values.enumerated().map { $1 + (number == 0 && $0 >= count ? 0.05 : 0) }
      columns.append(try LearnerColumn(name: "x\(number)", .numbers(moved)))
    } else {
      let levels = [2, 3, 5, 8, 12, 30, 50, 200][number - 12]
      let codes = values.enumerated().map { row, value in
        Int32(pow(value, number == 13 && row >= count ? 1.9 : 2) * Double(levels))
      }
      columns.append(
        try LearnerColumn(name: "c\(number)", .categories(codes: codes, levels: levels)))
    }
  }
  return try JoinedColumns(columns, referenceCount: count)
}

let reference = outcomes(rows, seed: 1)
let current = try UnlabelledScores(outcomes(rows, seed: 2).scores)
let estimator = try timed("CBPE fit") {
  try ConfidenceBasedPerformance(reference: reference, seed: 1, threads: threads)
}
let metrics: [any Metric<BinaryOutcomes>] = [
  .rocAUC, .f1, .precision, .recall, .accuracy, .averagePrecision,
]
let estimates = try timed("CBPE estimate, 6 metrics with intervals") {
  try estimator.estimates(of: metrics, on: current, level: .ninetyFivePercent)
}
for estimate in estimates {
  print(
    "  \(estimate.metric) \(estimate.estimate.value ?? .nan) ± \((estimate.estimate.interval?.width ?? .nan) / 2)"
  )
}
let decisions = try timed("label shift from decisions") {
  try LabelShift(reference: reference, current: current, level: .ninetyFivePercent)
}
let likelihood = try timed("label shift by likelihood") {
  try LabelShiftLikelihood(
    reference: reference, current: current, level: .ninetyFivePercent, seed: 1, threads: threads)
}
for shift in [decisions.shares[1], likelihood.shares[1]] {
  print("  positives \(shift.value ?? .nan) ± \((shift.interval?.width ?? .nan) / 2)")
}
_ = timed("label shift by likelihood, 6 metrics with intervals") {
  likelihood.estimates(of: metrics, level: .ninetyFivePercent)
}
let joined = try timed("columns made") { try columns(rows) }
let keys = (0..<2 * rows).map { UInt64($0) }
let binned = try timed("columns binned") { try BinnedColumns(joined.columns, keys: keys) }
_ = try timed("boosted trees, 50 on \(rows) rows") {
  let targets = keys.map { $0 < UInt64(rows) ? 0.0 : 1 }
  return try BoostedTrees(
    targets: targets, columns: binned,
    rows: keys.filter { $0 % 2 == 0 }.map { Int32($0) }, keys: keys, objective: .logLoss,
    plan: BoostingPlan(seed: 1))
}
var plan = ClassifierTwoSampleTest.Plan(seed: 1)
plan.learning.threads = threads
let test = try timed("classifier two-sample test") {
  try ClassifierTwoSampleTest(joined, keys: keys, plan: plan)
}
print(
  "  area \(test.area.value ?? .nan), p \(test.pValue), \(test.columns.prefix(2).map(\.column))")
let discrepancy = try timed("maximum mean discrepancy") {
  try MaximumMeanDiscrepancy(joined, keys: keys, plan: .init(seed: 1))
}
print("  \(discrepancy.estimate.value ?? .nan), p \(discrepancy.pValue)")
let drift = try timed("reconstruction error") {
  try ReconstructionDrift(joined, keys: keys, plan: .init(seed: 1))
}
print("  \(drift.difference.value ?? .nan), p \(drift.pValue)")
