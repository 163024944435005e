/// A compensated sum in a fixed order: its error is a few units in the last place whatever the
/// number of terms (Neumaier 1974, doi:10.1002/zamm.19740540106).
struct RunningSum: Sendable {
  private var sum = 0.0
  private var rest = 0.0

  @inline(__always)
  mutating func add(_ term: Double) {
    let next = sum + term
    rest += sum.magnitude >= term.magnitude ? (sum - next) + term : (term - next) + sum
    sum = next
  }

  var value: Double { sum + rest }
}
