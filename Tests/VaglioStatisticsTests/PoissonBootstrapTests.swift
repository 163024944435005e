import Testing
import VaglioFindings

@testable import VaglioStatistics

struct PoissonBootstrapTests {
  private let bootstrap = PoissonBootstrap(seed: 7, replicates: 100)

  @Test func `weights are Poisson with mean 1`() {
    var counts = [Int](repeating: 0, count: 9)
    let rows = 4000
    for key in 0..<rows {
      for replicate in 0..<100 {
        counts[Int(bootstrap.weight(ofKey: UInt64(key), replicate: replicate))] += 1
      }
    }
    let total = Double(100 * rows)
    var probability = 0.36787944117144233
    for (weight, count) in counts.enumerated() where weight < 6 {
      // Five binomial standard errors, and the rounding of the table.
      let error = (total * probability).squareRoot() * 5 + total * 0x1p-15
      #expect(abs(Double(count) - total * probability) < error, "\(weight): \(count)")
      probability /= Double(weight + 1)
    }
  }

  @Test func `weights of neighbouring rows and replicates do not go together`() {
    var (rows, replicates) = (0.0, 0.0)
    let n = 20_000
    for key in 0..<n {
      let here = Double(bootstrap.weight(ofKey: UInt64(key), replicate: 3)) - 1
      rows += here * (Double(bootstrap.weight(ofKey: UInt64(key + 1), replicate: 3)) - 1)
      replicates += here * (Double(bootstrap.weight(ofKey: UInt64(key), replicate: 4)) - 1)
    }
    // A mean of n products of variance 1: five standard errors.
    let bound = 5 / Double(n).squareRoot()
    #expect(abs(rows / Double(n)) < bound)
    #expect(abs(replicates / Double(n)) < bound)
  }

  @Test func `filling a block gives each row its own weight`() {
    let keys: [UInt64] = [5, 9, 5, .max, 0]
    for range in [0..<1, 3..<40, 15..<17, 96..<100] {
      var weights = [UInt8](repeating: 255, count: keys.count * range.count)
      weights.withUnsafeMutableBufferPointer { weights in
        keys.withUnsafeBufferPointer { bootstrap.fill(weights, keys: $0, replicates: range) }
      }
      for (index, weight) in weights.enumerated() {
        let (replicate, row) = (range.lowerBound + index / keys.count, index % keys.count)
        #expect(weight == bootstrap.weight(ofKey: keys[row], replicate: replicate))
      }
    }
  }

  private func sample(_ count: Int) -> (y: [UInt8], a: [Double], b: [Double], keys: [UInt64]) {
    var generator = SeededGenerator(21)
    var (y, a, b): ([UInt8], [Double], [Double]) = ([], [], [])
    for row in 0..<count {
      y.append(row < 2 ? UInt8(row) : generator.uniform() < 0.3 ? 1 : 0)
      let common = generator.normal() + Double(y[row])
      a.append(((common + generator.normal()) * 20).rounded() / 20)
      b.append(((common + generator.normal()) * 20).rounded() / 20)
    }
    return (y, a, b, (0..<count).map { UInt64($0) })
  }

  @Test func `the kernel agrees with repeating rows`() throws {
    let (y, a, _, keys) = sample(60)
    let kernel = AUCBootstrap(ScoreOrder(a), labels: y, keys: keys)
    let areas = kernel.areas(bootstrap, replicates: 5..<25)
    for (area, replicate) in zip(areas, 5..<25) {
      let rows = y.indices.flatMap {
        [Int](
          repeating: $0, count: Int(bootstrap.weight(ofKey: keys[$0], replicate: replicate)))
      }
      let classes = try ClassLabels(rows.map { y[$0] })
      let direct = DeLong(Placements(rows.map { a[$0] }, classes), classes).area
      #expect(abs((area ?? -1) - direct) < 0x1p-52)
    }
  }

  @Test func `neither order nor partition shows in a bit`() {
    let (y, a, b, keys) = sample(500)
    var generator = SeededGenerator(22)
    let rows = y.indices.shuffled(using: &generator)
    func differences(_ rows: [Int], _ ranges: [Range<Int>]) -> [Double?] {
      let (y, keys) = (rows.map { y[$0] }, rows.map { keys[$0] })
      let first = AUCBootstrap(ScoreOrder(rows.map { a[$0] }), labels: y, keys: keys)
      let second = AUCBootstrap(ScoreOrder(rows.map { b[$0] }), labels: y, keys: keys)
      return ranges.flatMap {
        AUCBootstrap.differences(first, second, bootstrap, replicates: $0)
      }
    }
    let whole = differences(Array(y.indices), [0..<100])
    #expect(differences(rows, [0..<7, 7..<64, 64..<100]) == whole)
    let mean = RatioBootstrap(means: a, keys: keys).values(bootstrap, replicates: 0..<100)
    let shuffled = RatioBootstrap(means: rows.map { a[$0] }, keys: rows.map { keys[$0] })
    #expect(shuffled.values(bootstrap, replicates: 0..<100) == mean)
  }

  @Test func `identical rankings differ by nothing in every replicate`() {
    let (y, a, _, keys) = sample(200)
    let first = AUCBootstrap(ScoreOrder(a), labels: y, keys: keys)
    let second = AUCBootstrap(ScoreOrder(a.map { 2 * $0 }), labels: y, keys: keys)
    let differences = AUCBootstrap.differences(first, second, bootstrap, replicates: 0..<100)
    #expect(differences.allSatisfy { $0 == 0 })
  }

  @Test func `the spread of replicates is DeLong's standard error`() throws {
    let (y, a, b, keys) = sample(2000)
    let many = PoissonBootstrap(seed: 1, replicates: 400)
    let first = AUCBootstrap(ScoreOrder(a), labels: y, keys: keys)
    let second = AUCBootstrap(ScoreOrder(b), labels: y, keys: keys)
    let classes = try ClassLabels(y)
    let paired = PairedDeLong(Placements(a, classes), Placements(b, classes), classes)
    let replicates = Replicates(
      estimate: paired.difference,
      AUCBootstrap.differences(first, second, many, replicates: 0..<400))
    let ratio = (replicates.standardError ?? 0) / (paired.standardError ?? 1)
    // The standard deviation of 400 draws is off by 1/√800 = 3.5 %; four of these.
    #expect(abs(ratio - 1) < 0.142)
  }

  @Test func `means and ratios agree with the general form`() {
    let (_, a, b, keys) = sample(80)
    let weights = b.map { abs($0) + 0.1 }
    let ratio = RatioBootstrap(
      numerators: zip(a, weights).map { $0 * $1 }, denominators: weights, keys: keys)
    let general = bootstrap.values(keys: keys, replicates: 0..<20) { drawn in
      var (above, below) = (0.0, 0.0)
      for row in drawn.indices {
        above += Double(drawn[row]) * weights[row] * a[row]
        below += Double(drawn[row]) * weights[row]
      }
      return above / below
    }
    for (got, want) in zip(ratio.values(bootstrap, replicates: 0..<20), general) {
      // Values are rounded to 2⁻⁴⁴ of the largest at 80 rows.
      #expect(abs((got ?? 9) - (want ?? -9)) < 1e-10)
    }
    let constant = RatioBootstrap(means: [3, 3, 3], keys: [1, 2, 3])
    #expect(constant.values(bootstrap, replicates: 0..<20).allSatisfy { $0 == nil || $0 == 3 })
  }

  @Test func `rows of one cluster are resampled together`() {
    // Two rows with one key: a replicate has both or neither, so the mean is constant or absent.
    let values = RatioBootstrap(means: [1, 5], keys: [4, 4]).values(bootstrap, replicates: 0..<100)
    #expect(values.allSatisfy { $0 == nil || $0 == 3 })
    #expect(values.contains { $0 == nil })
  }
}
