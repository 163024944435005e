/// Where each row's score stands among the scores of the other class, as exact integers.
///
/// For a positive row twice the units of the negatives below it plus the units of those equal to it;
/// for a negative row the same of the positives above it. Divided by twice the other class's units
/// they are DeLong's V₁₀ and V₀₁; their mean over either class is the area under the ROC curve.
public struct Placements: Hashable, Sendable {
  /// The doubled placement of every row; up to 2⁴¹, with importance weights 2⁵².
  public let doubled: [Int64]

  /// The placements of rows in the order of their scores. O(n).
  public init(_ order: ScoreOrder, _ classes: ClassLabels) {
    precondition(order.rows.count == classes.count, "one score per label")
    doubled = [Int64](unsafeUninitializedCapacity: classes.count) { doubled, filled in
      classes.labels.withUnsafeBufferPointer { labels in
        classes.units.withUnsafeBufferPointer { units in
          let walk = Walk(labels: labels, units: units, positives: classes.positives)
          walk.fill(doubled, order)
        }
      }
      filled = classes.count
    }
  }

  /// The placements of `scores`, none of them NaN.
  public init(_ scores: UnsafeBufferPointer<Double>, _ classes: ClassLabels) {
    self.init(ScoreOrder(scores), classes)
  }

  /// The placements of `scores`, none of them NaN.
  public init(_ scores: [Double], _ classes: ClassLabels) {
    self.init(ScoreOrder(scores), classes)
  }

  private struct Walk {
    let labels: UnsafeBufferPointer<UInt8>
    let units: UnsafeBufferPointer<Int64>
    let positives: Int64

    func fill(_ doubled: UnsafeMutableBufferPointer<Int64>, _ order: ScoreOrder) {
      var (negativesBelow, positivesAbove) = (Int64(0), positives)
      order.rows.withUnsafeBufferPointer { rows in
        var start = 0
        for end in order.groupEnds {
          let end = Int(end)
          let (negatives, positives) = tally(rows, start, end)
          positivesAbove &-= positives
          let values = (2 &* positivesAbove &+ positives, 2 &* negativesBelow &+ negatives)
          for index in start..<end {
            let row = Int(rows[index])
            doubled[row] = labels[row] == 0 ? values.0 : values.1
          }
          negativesBelow &+= negatives
          start = end
        }
      }
    }

    /// The units of each class in a group of equal scores.
    @inline(__always)
    private func tally(
      _ rows: UnsafeBufferPointer<UInt32>, _ start: Int, _ end: Int
    ) -> (negatives: Int64, positives: Int64) {
      var (total, positives) = (Int64(0), Int64(0))
      for index in start..<end {
        let row = Int(rows[index])
        let unit = units.isEmpty ? 1 : units[row]
        total &+= unit
        positives &+= labels[row] == 0 ? 0 : unit
      }
      return (total &- positives, positives)
    }
  }
}
