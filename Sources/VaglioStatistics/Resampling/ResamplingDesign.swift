/// How rows are drawn anew: each by itself, whole clusters at a time, or within strata.
///
/// Without strata every unit (a row, or a cluster of rows) has a Poisson weight of mean 1, so that
/// the number of units varies from replicate to replicate. With strata each replicate draws, in every
/// stratum, as many units as it holds, with replacement: a multinomial draw (Efron and Tibshirani
/// 1993, section 8.3), whose totals stay fixed. The j-th draw is hashed from the seed, the stratum,
/// the replicate and j, and counted along the units in the order of their keys, so that neither the
/// order of rows nor the number of threads shows. A stratum of one unit never varies.
///
/// Cost of a block of sixteen replicates: about 10 ns per row.
public struct ResamplingDesign: Sendable {
  /// How often each row is drawn in each of sixteen replicates, one vector per row.
  public typealias Multiplicities = UnsafeBufferPointer<SIMD16<Int16>>

  private let seed: UInt64
  private let keys: [UInt64]
  private let strata: [Stratum]
  /// The rows of all units, stratum after stratum; empty without strata.
  private let rows: [Int32]

  private struct Stratum: Sendable {
    let key: UInt64
    /// Where each unit begins in the design's rows, and the end.
    let starts: [Int]

    var count: Int { starts.count - 1 }
  }

  /// A design for rows with `keys`; rows of one key are drawn together. `strata` hold the identity of
  /// each row's stratum.
  ///
  /// - Precondition: as many strata as keys; rows of one key lie in one stratum.
  public init(seed: UInt64, keys: [UInt64], strata: [UInt64]? = nil) {
    (self.seed, self.keys) = (seed, keys)
    guard let strata else {
      (self.strata, rows) = ([], [])
      return
    }
    precondition(strata.count == keys.count, "one stratum per row")
    let order = (0..<Int32(keys.count)).sorted {
      (strata[Int($0)], keys[Int($0)], $0) < (strata[Int($1)], keys[Int($1)], $1)
    }
    var found: [Stratum] = []
    var (start, starts) = (0, [Int]())
    for position in order.indices {
      let row = Int(order[position])
      let last = position == 0 ? nil : Int(order[position - 1])
      if let last, strata[last] != strata[row] {
        found.append(Stratum(key: strata[last], starts: starts + [position]))
        (start, starts) = (position, [])
      }
      if position == start || last.map({ keys[$0] != keys[row] }) ?? true {
        starts.append(position)
      }
    }
    if let row = order.last {
      found.append(Stratum(key: strata[Int(row)], starts: starts + [order.count]))
    }
    (self.strata, rows) = (found, order)
  }

  /// How many rows are drawn from.
  public var count: Int { keys.count }

  /// How many strata hold a single unit, whose variance no replicate shows.
  public var singleUnitStrata: Int { strata.count { $0.count == 1 } }

  /// Whether no replicate differs from the data, because every stratum holds a single unit.
  public var isFrozen: Bool { !strata.isEmpty && singleUnitStrata == strata.count }

  /// Calls `body` with the multiplicities of replicates 16·block ..< 16·block + 16.
  public func withMultiplicities<Result>(
    block: Int, _ body: (Multiplicities) -> Result
  ) -> Result {
    withBuffer { buffer in
      if strata.isEmpty { fillPoisson(buffer, block) } else { fillStrata(buffer, block) }
      return body(Multiplicities(buffer))
    }
  }

  private typealias Buffer = UnsafeMutableBufferPointer<SIMD16<Int16>>

  private func withBuffer<Result>(_ body: (Buffer) -> Result) -> Result {
    let buffer = Buffer.allocate(capacity: keys.count)
    defer { buffer.deallocate() }
    return body(buffer)
  }

  private func fillPoisson(_ buffer: Buffer, _ block: Int) {
    let bootstrap = PoissonBootstrap(seed: seed, replicates: 0)
    keys.withUnsafeBufferPointer { keys in
      for row in 0..<keys.count {
        buffer[row] = PoissonBootstrap.weights(bootstrap.stream(ofKey: keys[row]), block: block)
      }
    }
  }

  private func fillStrata(_ buffer: Buffer, _ block: Int) {
    for stratum in strata {
      var counts = [Int16](repeating: 0, count: 16 * stratum.count)
      counts.withUnsafeMutableBufferPointer { counts in
        for lane in 0..<16 { draw(stratum, replicate: 16 * block + lane, lane, into: counts) }
      }
      for unit in 0..<stratum.count {
        var drawn = SIMD16<Int16>()
        for lane in 0..<16 { drawn[lane] = counts[16 * unit + lane] }
        for row in rows[stratum.starts[unit]..<stratum.starts[unit + 1]] {
          buffer[Int(row)] = drawn
        }
      }
    }
  }

  private func draw(
    _ stratum: Stratum, replicate: Int, _ lane: Int, into counts: UnsafeMutableBufferPointer<Int16>
  ) {
    let stream = PoissonBootstrap(seed: seed &+ UInt64(replicate), replicates: 0)
      .stream(ofKey: ~stratum.key)
    let units = UInt64(stratum.count)
    for draw in 0..<stratum.count {
      // The upper half of a product spreads 64 bits over the units (Lemire 2019,
      // doi:10.1145/3230636), unevenly by less than one part in 2³⁰.
      let unit = PoissonBootstrap.word(stream, draw).multipliedFullWidth(by: units).high
      counts[16 &* Int(unit) &+ lane] &+= 1
    }
  }
}

extension ResamplingDesign {
  /// How many groups of units the jackknife leaves out in turn at the most.
  private static var mostGroups: Int { 400 }

  /// The groups that the jackknife leaves out one after the other: each unit by itself up to 400 of
  /// them, beyond that 400 groups of units of nearly equal size, chosen by their hashed keys (Efron
  /// and Narasimhan 2020, doi:10.1080/10618600.2020.1714633).
  public var jackknife: Jackknife {
    let units = Set(keys).map { (hash: PoissonBootstrap.word($0, 1), key: $0) }.sorted { $0 < $1 }
    let groups = min(units.count, Self.mostGroups)
    var group: [UInt64: Int32] = [:]
    for (rank, unit) in units.enumerated() { group[unit.key] = Int32(rank * groups / units.count) }
    return Jackknife(count: groups, groups: keys.map { group[$0] ?? 0 })
  }

  /// Rows without one group of units each.
  public struct Jackknife: Sendable {
    /// How many groups there are.
    public let count: Int
    private let groups: [Int32]

    fileprivate init(count: Int, groups: [Int32]) { (self.count, self.groups) = (count, groups) }

    /// Calls `body` with multiplicities 1, and 0 for the rows of group 16·block + lane in each lane.
    public func withMultiplicities<Result>(
      block: Int, _ body: (Multiplicities) -> Result
    ) -> Result {
      let buffer = Buffer.allocate(capacity: groups.count)
      defer { buffer.deallocate() }
      for (row, group) in groups.enumerated() {
        buffer[row] = SIMD16(repeating: 1)
        let lane = Int(group) - 16 * block
        if (0..<16).contains(lane) { buffer[row][lane] = 0 }
      }
      return body(Multiplicities(buffer))
    }
  }
}

extension ResamplingDesign.Multiplicities {
  /// Row after row, sixteen replicates each: what loops over lanes read, which compilers turn into
  /// vector instructions where they do not for lanes of vectors.
  @inlinable
  public var flat: UnsafePointer<Int16> {
    guard let start = baseAddress else { preconditionFailure("no rows are drawn from") }
    return UnsafeRawPointer(start).assumingMemoryBound(to: Int16.self)
  }
}
