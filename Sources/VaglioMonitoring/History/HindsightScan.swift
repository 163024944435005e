internal import VaglioFindings
internal import VaglioStatistics

/// Which stretches of windows were off, in hindsight.
///
/// Windows that do not overlap are tested alone and in blocks of 2, 4, 8, …, each block beginning at a
/// multiple of its half length: any stretch is matched by a block of at least a third of its length that
/// lies in it. Of a block the mean of the windows' values by labelled rows is held against the bounds by a
/// normal test; blocks of fewer than 30 rows are left out. All p-values of a rule, over its slices and
/// blocks, are corrected by Holm, so that a history without change shows a stretch with a probability of at
/// most 1 − level. Where blocks are found, a stretch is the run of windows whose mean lies most standard
/// errors beyond its bound.
struct HindsightScan {
  /// What a rule calls for: values within these bounds.
  let lower: Double
  let upper: Double
  let level: ConfidenceLevel

  private static let fewestRows = 30
  private static let mostSearched = 2048

  /// Some windows one after another, as a block.
  struct Block {
    let windows: Range<Int>
    let mean: Double
    let error: Double
    let count: Int
  }

  /// The stretches of each series of windows, as ranges of their places with what they came to.
  func stretches(_ series: [[JudgedWindow]]) -> [[Block]] {
    Self.stretches(series.map { (self, $0) }, level: level)
  }

  /// The stretches of several series, each held against bounds of its own, together.
  static func stretches(
    _ series: [(scan: HindsightScan, windows: [JudgedWindow])], level: ConfidenceLevel
  ) -> [[Block]] {
    let blocks = series.map { $0.scan.blocks($0.windows) }
    let pValues = zip(series, blocks).flatMap { one, blocks in blocks.map(one.scan.pValue) }
    let adjusted = MultiplicityCorrection.holm.adjusted(pValues)
    var offset = 0
    return zip(series, blocks).map { one, blocks in
      let found = blocks.indices.filter { (adjusted[offset + $0] ?? 1) < level.alpha }
        .map { blocks[$0].windows }
      offset += blocks.count
      return one.scan.runs(one.windows, found).compactMap { one.scan.block(one.windows, $0) }
    }
  }

  /// All blocks of a series with enough rows.
  private func blocks(_ windows: [JudgedWindow]) -> [Block] {
    var blocks: [Block] = []
    var length = 1
    while length <= windows.count {
      for start in stride(from: 0, through: windows.count - length, by: max(1, length / 2)) {
        guard let block = block(windows, start..<(start + length)) else { continue }
        blocks.append(block)
      }
      length *= 2
    }
    return blocks
  }

  /// The block of some windows; `nil` with too few rows, or without a standard error.
  private func block(_ windows: [JudgedWindow], _ range: Range<Int>) -> Block? {
    var (count, sum, square) = (0, ExactSum(), ExactSum())
    for window in windows[range] {
      guard let value = window.estimate.value, let error = standardError(window) else { continue }
      let rows = Double(window.count)
      count += window.count
      sum.add(rows * value)
      square.add(rows * rows * error * error)
    }
    guard count >= Self.fewestRows, square.value > 0 else { return nil }
    let total = Double(count)
    return Block(
      windows: range, mean: sum.value / total, error: square.value.squareRoot() / total,
      count: count)
  }

  /// The standard error that the interval implies on the side of the bound that is nearer.
  private func standardError(_ window: JudgedWindow) -> Double? {
    guard let value = window.estimate.value, let interval = window.estimate.interval,
      let level = ConfidenceLevel(interval.level)
    else { return nil }
    let reach =
      value > upper || upper - value < value - lower
      ? value - interval.lower : interval.upper - value
    let error = reach / Normal.upperQuantile(level.alpha / 2)
    return error > 0 && error.isFinite ? error : nil
  }

  /// The probability of a block at least as far off, if its true mean lay on the nearer bound.
  private func pValue(_ block: Block) -> Double {
    let excess = max(block.mean - upper, lower - block.mean)
    let isTwoSided = lower.isFinite && upper.isFinite
    let tail = Normal.survival(excess / block.error)
    return min(1, isTwoSided ? 2 * tail : tail)
  }

  /// The stretches of a series: the run of windows that is furthest off, then what is left of it on either
  /// side as long as a block found lies there.
  private func runs(_ windows: [JudgedWindow], _ found: [Range<Int>]) -> [Range<Int>] {
    var (runs, open) = ([Range<Int>](), [0..<windows.count])
    while let part = open.popLast() {
      guard found.contains(where: part.contains), let run = furthest(windows, part) else {
        continue
      }
      runs.append(run)
      open += [part.lowerBound..<run.lowerBound, run.upperBound..<part.upperBound]
    }
    return runs.sorted { $0.lowerBound < $1.lowerBound }
  }

  /// The run of windows in a part whose mean is most standard errors beyond a bound; no run is longer than
  /// ``mostSearched``, so that a very long stretch may come as several.
  private func furthest(_ windows: [JudgedWindow], _ part: Range<Int>) -> Range<Int>? {
    // Of each window its rows, their sum, and the square of the sum's standard error.
    let terms = windows[part].map { window -> SIMD3<Double> in
      guard let value = window.estimate.value, let error = standardError(window) else {
        return .zero
      }
      let rows = Double(window.count)
      return SIMD3(rows, rows * value, rows * rows * error * error)
    }
    var best: (excess: Double, run: Range<Int>)?
    for start in part {
      var total = SIMD3<Double>.zero
      for place in start..<min(part.upperBound, start + Self.mostSearched) {
        total += terms[place - part.lowerBound]
        let (rows, sum, square) = (total.x, total.y, total.z)
        let distance = max(sum - rows * upper, rows * lower - sum)
        let excess = distance / square.squareRoot()
        if rows >= Double(Self.fewestRows), square > 0, excess > best?.excess ?? 0 {
          best = (excess, start..<(place + 1))
        }
      }
    }
    return best?.run
  }
}

extension HindsightScan.Block {
  /// The mean with its normal interval.
  func estimate(at level: ConfidenceLevel) -> Estimate {
    Estimate(
      mean,
      Uncertainty(at: level) { level in
        let reach = Normal.upperQuantile(level.alpha / 2) * error
        guard reach.isFinite, (mean - reach).isFinite, (mean + reach).isFinite else { return nil }
        return Interval(lower: mean - reach, upper: mean + reach, level: level, method: "normal")
      })
  }
}
