/// The rows' sums in bins of their scores.
///
/// Uniform bins merge in as many numbers as there are bins; bins of equal mass need the rows.
public struct BinnedScores: SufficientStatistic {
  public typealias Observed = BinaryOutcomes

  private let binning: ScoreBinning
  private var uniform: UniformBins
  private var ranked = RankedScores()

  /// The bins of no rows.
  public init(_ binning: ScoreBinning) {
    self.binning = binning
    uniform = UniformBins(binning.strategy == .uniform ? binning.count : 0)
  }

  public var count: Int { binning.strategy == .uniform ? uniform.count : ranked.count }

  public mutating func add(_ outcomes: BinaryOutcomes, rows: Range<Int>) {
    switch binning.strategy {
    case .uniform:
      uniform.add(rows, of: outcomes.rows, binning) { row in
        (outcomes.scores[row], outcomes.labels[row] == 1)
      }
    case .equalMass: ranked.add(outcomes, rows: rows)
    }
  }

  public mutating func merge(_ other: BinnedScores) {
    uniform.merge(other.uniform)
    ranked.merge(other.ranked)
  }

  public func read() -> CalibrationBins {
    binning.strategy == .uniform
      ? uniform.read(binning) : CalibrationBins(equalMass: ranked.read(), bins: binning.count)
  }

  public func reading(from readings: Readings<BinaryOutcomes>) -> CalibrationBins? {
    guard binning.strategy == .equalMass else { return nil }
    return CalibrationBins(equalMass: readings.reading(of: RankedScores()), bins: binning.count)
  }
}

/// Sums in bins of equal width.
struct UniformBins: Hashable, Codable, Sendable {
  private(set) var count = 0
  private var bins: [BinSums]
  private var strays = 0
  private var scale = TickScale()

  init(_ count: Int) { bins = [BinSums](repeating: BinSums(), count: count) }

  /// Adds rows with the score and the truth that `entry` has of each.
  @inline(__always)
  mutating func add(
    _ rows: Range<Int>, of all: Rows, _ binning: ScoreBinning,
    _ entry: (Int) -> (score: Double, isPositive: Bool)
  ) {
    if count == 0 { scale = TickScale(all.weights) }
    count += rows.count
    for row in rows {
      let (score, isPositive) = entry(row)
      let held = min(max(score, 0), 1)
      if held != score { strays += 1 }
      bins[binning.uniformBin(of: held)]
        .add(score: held, isPositive: isPositive, tick: all.weights?.ticks[row] ?? 1)
    }
  }

  mutating func merge(_ other: UniformBins) {
    guard other.count > 0 else { return }
    if count == 0 { scale = other.scale }
    precondition(scale == other.scale, "parts share the weights' scale")
    count += other.count
    strays += other.strays
    for bin in bins.indices { bins[bin].merge(other.bins[bin]) }
  }

  func read(_ binning: ScoreBinning) -> CalibrationBins {
    let filled = bins.enumerated().filter { $0.element.ticks > 0 }
    return CalibrationBins(
      filled.map { $0.element.bin(lower: binning.edge($0.offset), weights: scale) }, strays: strays)
  }
}

extension CalibrationBins {
  init(_ bins: [CalibrationBin], strays: Int) {
    self.init(bins: bins, weight: bins.reduce(0) { $0 + $1.weight }, strays: strays)
  }

  /// Bins of about equal weight: a group of equal scores belongs to bin ⌊B·(weight below)/total⌋.
  init(equalMass ranked: RankedRows, bins count: Int) {
    let parts =
      FineBins.count % count == 0 ? ranked.fineBins : FineBins(ranked, count: count)
    self = parts.merged(into: count, TickScale(ranked.rows))
  }
}

/// Sums in many bins of about equal weight, from which fewer bins are put together: whole numbers, so
/// that nothing tells them from bins summed row by row.
struct FineBins: Sendable {
  /// A number that the usual numbers of bins divide: 15, 512 and 1024.
  static let count = 15 * 1024

  private struct Part {
    let number: Int128
    let lower: Double
    var sums = BinSums()
  }

  private let count: Int
  private let parts: [Part]
  private let strays: Int

  init(_ ranked: RankedRows, count: Int) {
    let (width, total) = (Int128(count), max(ranked.total, 1))
    var (parts, strays) = ([Part](), 0)
    var (current, below, next) = (Part(number: -1, lower: 0), Int128(0), Int128(0))
    ranked.forEachScoredGroup { group, score in
      let held = min(max(score, 0), 1)
      if held != score { strays += group.end - group.start }
      if below >= next {
        if current.number >= 0 { parts.append(current) }
        current = Part(number: width * below / total, lower: score)
        // The least weight below which the next bin begins.
        next = ((current.number + 1) * total + width - 1) / width
      }
      ranked.add(group, score: held, to: &current.sums)
      below &+= group.positives &+ group.negatives
    }
    if current.number >= 0 { parts.append(current) }
    (self.count, self.parts, self.strays) = (count, parts, strays)
  }

  /// - Precondition: `count` divides the number of these bins.
  func merged(into count: Int, _ scale: TickScale) -> CalibrationBins {
    let width = Int128(self.count / count)
    var bins: [Part] = []
    for part in parts {
      if let last = bins.last, last.number == part.number / width {
        bins[bins.count - 1].sums.merge(part.sums)
      } else {
        bins.append(Part(number: part.number / width, lower: part.lower, sums: part.sums))
      }
    }
    let filled = bins.filter { $0.sums.ticks > 0 }
    return CalibrationBins(
      filled.map { $0.sums.bin(lower: $0.lower, weights: scale) }, strays: strays)
  }
}

extension TickScale {
  init(_ rows: LabelledRows<UInt8>) { (shift, isImportance) = (rows.shift, rows.isImportance) }
}

extension RankedRows {
  /// The many bins of these rows, summed once.
  var fineBins: FineBins { fine.value { FineBins(self, count: FineBins.count) } }

  /// Adds a group of rows to a bin.
  @inline(__always)
  func add(_ group: ScoreGroup, score: Double, to sums: inout BinSums) {
    guard rows.ticks != nil else {
      sums.add(
        score: score, positives: Int(truncatingIfNeeded: group.positives),
        rows: group.end &- group.start)
      return
    }
    for row in rows(of: group) {
      sums.add(
        score: score, isPositive: rows.labels[row] == 1,
        tick: Int64(truncatingIfNeeded: rows.tick(row)))
    }
  }
}
