internal import VaglioStatistics

/// The areas under the ROC curve and the average precisions of all classes that occur, and every row's
/// influence on their means, from one walk along each class's scores. For rows that all count the same.
///
/// The influences of ``ROCAUC`` and ``AveragePrecision`` are linear in the value, so that the walk can
/// leave it out, and the rows of a class are given what is missing at the end.
struct ClassWalk: Sendable {
  /// One per class that occurs.
  private(set) var areas: [Double] = []
  /// One per class that occurs.
  private(set) var precisions: [Double] = []
  /// Whether DeLong's variance of the class's area is more than 0.
  private(set) var showsVariance: [Bool] = []
  /// Each row's influence on the mean of the areas.
  let ofAreas: [Double]
  /// Each row's influence on the mean of the average precisions.
  let ofPrecisions: [Double]

  /// - Precondition: at least two classes occur.
  init(_ rankings: ClassRankings) {
    let (labels, present) = (rankings.labels, rankings.present)
    var φ = [SIMD2<Double>](repeating: .zero, count: labels.count)
    var isOwn = [UInt8](repeating: 0, count: labels.count)
    let weight = 1 / Double(present.count)
    for number in present {
      let order = rankings.order(number)
      Self.gather(Int32(number), labels, order, &isOwn)
      let line = Line(positives: Int(rankings.totals[number]), weight: weight)
      let found = line.walk(order, isOwn, &φ)
      areas.append(found.area)
      precisions.append(found.precision)
      showsVariance.append(found.showsVariance)
    }
    let missing = Self.missing(rankings, areas, precisions)
    for row in φ.indices { φ[row] += missing[Int(labels[row])] }
    ofAreas = φ.map { $0[0] }
    ofPrecisions = φ.map { $0[1] }
  }

  /// Whether each row of an order is of a class: fetched before the walk, which would wait for each.
  private static func gather(
    _ number: Int32, _ labels: [Int32], _ order: ScoreOrder, _ isOwn: inout [UInt8]
  ) {
    order.rows.withUnsafeBufferPointer { rows in
      labels.withUnsafeBufferPointer { labels in
        isOwn.withUnsafeMutableBufferPointer { isOwn in
          for place in rows.indices {
            isOwn[place] = labels[Int(rows[place])] == number ? 1 : 0
          }
        }
      }
    }
  }

  /// What the values themselves take from each row's influence, by its class.
  private static func missing(
    _ rankings: ClassRankings, _ areas: [Double], _ precisions: [Double]
  ) -> [SIMD2<Double>] {
    let all = Double(rankings.labels.count)
    let weight = all / Double(areas.count)
    var missing = [SIMD2<Double>](repeating: .zero, count: rankings.classes.count)
    for (place, own) in rankings.present.enumerated() {
      let m = rankings.totals[own].asDouble
      for label in rankings.present {
        missing[label] -=
          label == own
          ? weight / m * SIMD2(areas[place], precisions[place])
          : weight / (all - m) * SIMD2(areas[place], 0)
      }
    }
    return missing
  }

  /// One class against the rest.
  private struct Line {
    let positives: Int
    let weight: Double

    private static let block = 512

    struct Found {
      var area = 0.0
      var precision = 0.0
      var showsVariance = false
    }

    /// Walks from the lowest score up; see ``AveragePrecision`` for gain and loss.
    func walk(
      _ order: ScoreOrder, _ isOwn: [UInt8], _ φ: inout [SIMD2<Double>]
    ) -> Found {
      let count = isOwn.count
      let (m, n, all) = (Double(positives), Double(count - positives), Double(count))
      let (own, other) = (weight * all / m / (2 * n), weight * all / n / (2 * m))
      let scale = weight * all
      var (positivesAbove, negativesBelow, doubled) = (positives, 0, 0)
      var (gain, loss, precision) = (0.0, 0.0, BufferedSum())
      var (ofOwn, ofOthers) = (Spread(), Spread())
      order.rows.withUnsafeBufferPointer { rows in
        isOwn.withUnsafeBufferPointer { isOwn in
          φ.withUnsafeMutableBufferPointer { φ in
            // Rows lie far apart in memory: their sums are written many at a time, lest each be waited
            // for.
            let waiting = UnsafeMutablePointer<SIMD2<Double>>.allocate(capacity: Self.block)
            defer { waiting.deallocate() }
            func flush(_ first: Int, _ last: Int) -> Int {
              for place in first..<last &+ 1 { φ[Int(rows[place])] += waiting[place &- first] }
              return last &+ 1
            }
            var (start, first) = (0, 0)
            for end in order.groupEnds {
              let end = Int(end)
              var inGroup = 0
              for place in start..<end {
                inGroup &+= Int(isOwn[place])
              }
              let others = end &- start &- inGroup
              let beaten = 2 &* negativesBelow &+ others
              let beatenBy = 2 &* positivesAbove &- inGroup
              var up = SIMD2<Double>.zero
              if inGroup > 0 {
                let above = Double(count &- start)
                let share = Double(positivesAbove) / above
                let part = Double(inGroup) / m / above
                gain += part
                loss += part * share
                precision.add(Double(inGroup) * share)
                doubled &+= beaten &* inGroup
                ofOwn.add(beaten)
                up = SIMD2(own * Double(beaten), scale * (share / m + gain - loss))
              }
              if others > 0 { ofOthers.add(beatenBy) }
              let down = SIMD2(other * Double(beatenBy), -scale * loss)
              for place in start..<end {
                waiting[place &- first] = isOwn[place] == 1 ? up : down
                if place &- first == Self.block &- 1 { first = flush(first, place) }
              }
              positivesAbove &-= inGroup
              negativesBelow &+= others
              start = end
            }
            _ = flush(first, count &- 1)
          }
        }
      }
      return Found(
        area: Double(doubled) / (2 * m * n), precision: min(1, precision.value / m),
        showsVariance: m > 1 && n > 1 && (ofOwn.isWide || ofOthers.isWide))
    }
  }

  /// Whether numbers differ.
  private struct Spread {
    private var lowest = Int.max
    private var highest = Int.min

    @inline(__always)
    mutating func add(_ number: Int) {
      lowest = min(lowest, number)
      highest = max(highest, number)
    }

    var isWide: Bool { lowest < highest }
  }
}
