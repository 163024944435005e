/// What players get of a leaf that a players bring a row to, and b keep it away from: the mean over
/// t of what is gained when each of the others is there with probability t.
///
/// With I(i, j) the mean of tⁱ(1 − t)ʲ, which is i! j! / (i + j + 1)! for the Shapley value and
/// 2^−(i + j) for the Banzhaf value.
struct MeetingGains: Sendable {
  private static let size = PatternTree.mostPlayers + 1
  /// I(i, j) at i × ``size`` + j.
  private let means: [Double]

  init(_ semivalue: Semivalue) {
    var means = [Double](repeating: 0, count: Self.size * Self.size)
    for i in 0..<Self.size {
      for j in 0..<Self.size {
        let place = i * Self.size + j
        switch semivalue {
        case .shapley:
          // I(i, 0) = 1 / (i + 1), and I(i, j) = I(i, j − 1) · j / (i + j + 1).
          means[place] =
            j == 0 ? 1 / Double(i + 1) : means[place - 1] * Double(j) / Double(i + j + 1)
        case .banzhaf: means[place] = Double(sign: .plus, exponent: -(i + j), significand: 1)
        }
      }
    }
    self.means = means
  }

  private func mean(_ i: Int, _ j: Int) -> Double { means[i * Self.size + j] }

  /// What each of the `a` gets.
  func bringing(_ a: Int, _ b: Int) -> Double { mean(a - 1, b) }

  /// What each of the `b` gets.
  func keeping(_ a: Int, _ b: Int) -> Double { -mean(a, b - 1) }

  /// What two of them gain by each other.
  func pair(_ a: Int, _ b: Int, _ firstBrings: Bool, _ otherBrings: Bool) -> Double {
    switch (firstBrings, otherBrings) {
    case (true, true): mean(a - 2, b)
    case (false, false): mean(a, b - 2)
    default: -mean(a - 1, b - 1)
    }
  }
}
