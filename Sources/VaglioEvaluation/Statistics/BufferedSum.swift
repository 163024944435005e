internal import VaglioStatistics

/// An exact sum that is fed one number at a time: it gathers them and adds whole blocks, which is
/// several times faster.
struct BufferedSum {
  private var sum = ExactSum()
  private var waiting: [Double] = []

  init() { waiting.reserveCapacity(Self.capacity) }

  private static let capacity = 256

  /// Adds a number.
  @inline(__always)
  mutating func add(_ number: Double) {
    waiting.append(number)
    if waiting.count == Self.capacity { flush() }
  }

  private mutating func flush() {
    sum.add(waiting)
    waiting.removeAll(keepingCapacity: true)
  }

  /// The sum, rounded once.
  var value: Double {
    var whole = sum
    whole.add(waiting)
    return whole.value
  }
}
