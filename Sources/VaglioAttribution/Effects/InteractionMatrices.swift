internal import VaglioFindings

/// The numbers that partial dependences are means of: entry (i, m) for the row i that is looked at and
/// the row m that is averaged over.
struct InteractionMatrices: Sendable {
  /// Of both features together.
  let joint: [Double]
  /// What each does by itself.
  let parts: [[Double]]
  let count: Int

  static func transposed(_ matrix: [Double], _ count: Int) -> [Double] {
    (0..<count * count).map { matrix[$0 % count * count + $0 / count] }
  }

  /// What is left of both features' answers without those of each.
  private var rest: [Double] {
    joint.indices.map { place in parts.reduce(joint[place]) { $0 - $1[place] } }
  }

  /// The mean squares under each list of weights of the rows.
  func parts(_ weights: [[Double]]) -> [InteractionParts] {
    let rest = rest
    return weights.map { weights in
      InteractionParts(
        numerator: square(rest, weights), denominator: square(joint, weights))
    }
  }

  /// The weighted mean over i of the squared centred mean over m.
  private func square(_ matrix: [Double], _ w: [Double]) -> Double {
    let total = w.reduce(0, +)
    guard total > 0 else { return 0 }
    let means = matrix.withUnsafeBufferPointer { matrix in
      w.withUnsafeBufferPointer { w in
        (0..<count).map { i in
          guard w[i] > 0 else { return 0.0 }
          var sum = 0.0
          for m in 0..<count { sum += w[m] * matrix[i * count + m] }
          return sum / total
        }
      }
    }
    let mean = zip(w, means).reduce(0) { $0 + $1.0 * $1.1 } / total
    return zip(w, means).reduce(0) { $0 + $1.0 * ($1.1 - mean) * ($1.1 - mean) } / total
  }

  /// By how much the mean squares are too great for coming from so few rows: the jackknife's
  /// (n − 1)·(mean without one unit − value), a unit being the rows of one key (Quenouille 1956,
  /// doi:10.1093/biomet/43.3-4.353). It takes away all that falls with 1/n.
  func bias(_ weights: [Double], keys: [UInt64]) -> InteractionParts {
    let units = Set(keys).sorted()
    guard units.count > 1 else { return InteractionParts(numerator: 0, denominator: 0) }
    let without = units.map { unit in zip(weights, keys).map { $1 == unit ? 0 : $0 } }
    let found = parts([weights] + without)
    let n = Double(units.count)
    func bias(_ value: (InteractionParts) -> Double) -> Double {
      let mean = found.dropFirst().reduce(0) { $0 + value($1) } / n
      return (n - 1) * (mean - value(found[0]))
    }
    return InteractionParts(numerator: bias(\.numerator), denominator: bias(\.denominator))
  }
}

/// The mean squares that H² is made of.
struct InteractionParts: Sendable {
  let numerator: Double
  let denominator: Double

  /// The share; `nil` where nothing is shared, or nothing but noise.
  var h2: Double? { denominator > 0 ? max(0, numerator) / denominator : nil }

  var strength: Double? { max(0, numerator).squareRoot() }

  func less(_ bias: InteractionParts, times: Double) -> InteractionParts {
    InteractionParts(
      numerator: numerator - times * bias.numerator,
      denominator: denominator - times * bias.denominator)
  }
}
