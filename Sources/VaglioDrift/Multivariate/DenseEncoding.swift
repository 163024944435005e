internal import VaglioFindings
internal import VaglioStatistics

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Columns as numbers of like scale: a number less its mean over its standard deviation, 0 where it is
/// missing, with an own place for "missing" where that occurs; the most frequent levels of a category as
/// places of their own.
///
/// Means, deviations and levels are those of the rows that the encoding is fitted to. A place that does
/// not vary there is left out.
struct DenseEncoding {
  private enum Place {
    case number(column: Int, mean: Double, scale: Double)
    case missing(column: Int, mean: Double, scale: Double)
    case level(column: Int, bin: UInt8, mean: Double, scale: Double)
  }

  private let places: [Place]
  private let columns: [LearnerColumn]
  /// The bins of categories; empty of numbers.
  private let bins: [[UInt8]]

  /// How many levels of a category have places of their own, with those of rare and missing ones.
  private static let mostLevels = 10

  /// How many numbers a row becomes.
  var width: Int { places.count }

  /// The encoding that fits some rows.
  init(_ columns: [LearnerColumn], fittedTo rows: [Int32]) throws(Undefined) {
    var (places, bins) = ([Place](), [[UInt8]]())
    let count = Double(rows.count)
    for (number, column) in columns.enumerated() {
      switch column.values {
      case .numbers(let values):
        bins.append([])
        let own = rows.map { values[Int($0)] }
        let present = own.filter { !$0.isNaN }
        let missing = 1 - Double(present.count) / count
        if missing > 0, missing < 1 {
          let scale = 1 / (missing * (1 - missing)).squareRoot()
          places.append(.missing(column: number, mean: missing, scale: scale))
        }
        let mean = ExactSum(present).value / Double(max(1, present.count))
        let variance =
          ExactSum(present.map { ($0 - mean) * ($0 - mean) }).value / Double(max(1, present.count))
        if variance > 0, variance.isFinite {
          places.append(.number(column: number, mean: mean, scale: 1 / variance.squareRoot()))
        }
      case .categories(let codes, let levels):
        let own = Self.frequentBins(codes, levels: levels, rows)
        bins.append(own)
        var shares = [Double](repeating: 0, count: Self.mostLevels + 2)
        for row in rows { shares[Int(own[Int(row)])] += 1 / count }
        for (bin, share) in shares.enumerated() where share > 1e-9 && share < 1 - 1e-9 {
          let scale = 1 / (share * (1 - share)).squareRoot()
          places.append(
            .level(column: number, bin: UInt8(bin), mean: share, scale: scale))
        }
      }
    }
    guard !places.isEmpty else { throw Undefined("no column varies") }
    (self.places, self.columns, self.bins) = (places, columns, bins)
  }

  /// The most frequent levels of some rows in order; then one bin for the others, one for missing.
  private static func frequentBins(_ codes: [Int32], levels: Int, _ rows: [Int32]) -> [UInt8] {
    var counts = [Int](repeating: 0, count: levels)
    for row in rows where codes[Int(row)] >= 0 { counts[Int(codes[Int(row)])] += 1 }
    let kept = counts.indices.sorted { (counts[$1], $0) < (counts[$0], $1) }.prefix(mostLevels)
    var bins = [UInt8](repeating: UInt8(mostLevels), count: levels)
    for (bin, level) in kept.sorted().enumerated() { bins[level] = UInt8(bin) }
    return codes.map { $0 < 0 ? UInt8(mostLevels + 1) : bins[Int($0)] }
  }

  /// Writes a row's numbers.
  func write(_ row: Int32, into numbers: UnsafeMutableBufferPointer<Double>) {
    let row = Int(row)
    for (position, place) in places.enumerated() {
      switch place {
      case .number(let column, let mean, let scale):
        let value = number(column, row)
        numbers[position] = value.isNaN ? 0 : (value - mean) * scale
      case .missing(let column, let mean, let scale):
        numbers[position] = ((number(column, row).isNaN ? 1 : 0) - mean) * scale
      case .level(let column, let bin, let mean, let scale):
        numbers[position] = ((bins[column][row] == bin ? 1 : 0) - mean) * scale
      }
    }
  }

  private func number(_ column: Int, _ row: Int) -> Double {
    guard case .numbers(let values) = columns[column].values else { return .nan }
    return values[row]
  }

  /// The numbers of rows, one row behind the other.
  func matrix(_ rows: [Int32]) -> [Double] {
    [Double](unsafeUninitializedCapacity: rows.count * width) { buffer, count in
      for (place, row) in rows.enumerated() {
        write(
          row,
          into: UnsafeMutableBufferPointer(rebasing: buffer[place * width..<(place + 1) * width]))
      }
      count = rows.count * width
    }
  }
}

/// Normal numbers that depend on a seed and two indices alone.
struct HashedNormals {
  private let seed: UInt64

  init(seed: UInt64) { self.seed = seed ^ 0x6E6F_726D_616C_7331 }

  /// By Box and Muller 1958, doi:10.1214/aoms/1177706645.
  subscript(first: Int, second: Int) -> Double {
    let draws = HashedDraws(seed: seed, key: UInt64(first) << 32 | UInt64(second))
    let u = (Double(draws[0] >> 11) + 0.5) * 0x1p-53
    let v = Double(draws[1] >> 11) * 0x1p-53
    return (-2 * log(u)).squareRoot() * cos(2 * .pi * v)
  }
}
