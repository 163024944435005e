/// What a sample holds of one column: its values, or counts of them, in no order that could show.
struct SampledColumn: Sendable {
  /// The values that are there.
  enum Content: Sendable {
    case numbers([Double])
    case buckets(NumberSummary)
    case levels(LevelTally)
    /// Keys, which are not compared.
    case nothing
  }

  private(set) var content: Content
  /// Rows without a value, those of tables that lack the column not among them.
  private(set) var missing = 0
  /// Rows of tables that lack the column.
  private(set) var absent = 0
  /// Rows with values of another type, by its name.
  private(set) var retyped: [String: Int] = [:]
  /// The finite numbers' range, and how many numbers lie outside that of the reference.
  private(set) var range: ClosedRange<Double>?
  private(set) var outOfRange = 0

  init(_ reference: ReferenceColumn) {
    content =
      switch reference.kind {
      case .numeric: .numbers([])
      case .categorical: .levels(LevelTally(knownCount: reference.levels.count))
      case nil: .nothing
      }
  }

  /// Adds the rows with these numbers of a block; more than `most` numbers are kept as buckets.
  mutating func add(
    _ lane: DriftBlock.Lane, rows: [Int], _ reference: ReferenceColumn, most: Int
  ) {
    switch lane {
    case .missing: missing += rows.count
    case .absent: absent += rows.count
    case .retyped(let type): retyped[type, default: 0] += rows.count
    case .numbers(let numbers): add(numbers, rows, reference, most)
    case .levels(let codes, let places, let texts):
      guard case .levels(var tally) = content else { return }
      content = .nothing
      missing += tally.add(codes, places, texts, rows: rows)
      content = .levels(tally)
    }
  }

  private mutating func add(
    _ numbers: [Double], _ rows: [Int], _ reference: ReferenceColumn, _ most: Int
  ) {
    var present: [Double] = []
    present.reserveCapacity(rows.count)
    let (low, high) = (
      reference.range?.lowerBound ?? -.infinity, reference.range?.upperBound ?? .infinity
    )
    var (least, greatest) = (Double.infinity, -Double.infinity)
    numbers.withUnsafeBufferPointer { numbers in
      for row in rows where !numbers[row].isNaN {
        let number = numbers[row]
        present.append(number)
        if number < low || number > high { outOfRange += 1 }
        guard number.isFinite else { continue }
        least = min(least, number)
        greatest = max(greatest, number)
      }
    }
    missing += rows.count - present.count
    widen(least <= greatest ? least...greatest : nil)
    take(.numbers(present), most: most)
  }

  private mutating func widen(_ other: ClosedRange<Double>?) {
    guard let other else { return }
    range =
      range.map {
        min($0.lowerBound, other.lowerBound)...max($0.upperBound, other.upperBound)
      } ?? other
  }

  /// Joins numbers or buckets with numbers or buckets.
  private mutating func take(_ other: Content, most: Int) {
    let own = content
    content = .nothing
    switch (own, other) {
    case (.numbers(var numbers), .numbers(let more)) where numbers.count + more.count <= most:
      numbers += more
      content = .numbers(numbers)
    default:
      var summary = Self.summary(own)
      summary.merge(Self.summary(other))
      content = .buckets(summary)
    }
  }

  private static func summary(_ content: Content) -> NumberSummary {
    switch content {
    case .numbers(let numbers): NumberSummary(numbers)
    case .buckets(let summary): summary
    case .levels, .nothing: NumberSummary()
    }
  }

  /// Adds what another sample holds of the column.
  mutating func merge(_ other: SampledColumn, most: Int) {
    missing += other.missing
    absent += other.absent
    retyped.merge(other.retyped) { $0 + $1 }
    outOfRange += other.outOfRange
    widen(other.range)
    switch (content, other.content) {
    case (.levels(var tally), .levels(let more)):
      content = .nothing
      tally.merge(more)
      content = .levels(tally)
    case (.nothing, .nothing): break
    default: take(other.content, most: most)
    }
  }
}

/// The rows of each level: those of the reference's levels by their places, the others by their texts.
struct LevelTally: Hashable, Sendable {
  /// With more different levels that the reference lacks, their texts are let go and they count as one.
  static let mostNew = 100_000

  private(set) var known: [Int]
  private(set) var new: [String: Int] = [:]
  private(set) var newRows = 0
  /// Whether there were too many new levels to be told apart.
  private(set) var isCut = false

  init(knownCount: Int) { known = Array(repeating: 0, count: knownCount) }

  /// Adds some rows of a block; returns how many of them have no value.
  mutating func add(
    _ codes: [Int32], _ places: [Int32], _ texts: [String], rows: [Int]
  ) -> Int {
    var counts = [Int](repeating: 0, count: texts.count)
    var missing = 0
    codes.withUnsafeBufferPointer { codes in
      counts.withUnsafeMutableBufferPointer { counts in
        for row in rows {
          let code = Int(codes[row])
          if code < 0 { missing += 1 } else { counts[code] += 1 }
        }
      }
    }
    for (level, count) in counts.enumerated() where count > 0 {
      if places[level] >= 0 {
        known[Int(places[level])] += count
      } else {
        newRows += count
        if !isCut { new[texts[level], default: 0] += count }
      }
    }
    cut()
    return missing
  }

  mutating func merge(_ other: LevelTally) {
    for place in known.indices { known[place] += other.known[place] }
    newRows += other.newRows
    isCut = isCut || other.isCut
    if !isCut { new.merge(other.new) { $0 + $1 } }
    cut()
  }

  private mutating func cut() {
    guard isCut || new.count > Self.mostNew else { return }
    (isCut, new) = (true, [:])
  }
}
