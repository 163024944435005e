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

  /// The mean squares under each list of weights of the rows. What is no more than roundings of the
  /// greatest number, 2⁻⁴⁰ of it, is no interaction.
  func parts(_ weights: [[Double]]) -> [InteractionParts] {
    let rest = rest
    let greatest = ([joint] + parts).joined().reduce(0) { max($0, $1.magnitude) }
    let floor = greatest * greatest * 0x1p-80
    return weights.map { weights in
      let numerator = square(rest, weights)
      return InteractionParts(
        numerator: numerator > floor ? numerator : 0, denominator: square(joint, weights))
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

  /// The mean squares without each unit of the rows once, a unit being the rows of one key. With
  /// `areCounts` weights are numbers of rows, of which one is left out at a time.
  func jackknife(
    _ weights: [Double], keys: [UInt64], areCounts: Bool = false
  ) -> InteractionJackknife {
    var lists = [weights]
    var times: [Double] = []
    if areCounts {
      for row in weights.indices where weights[row] > 0 {
        var without = weights
        without[row] -= 1
        lists.append(without)
        times.append(weights[row])
      }
    } else {
      for unit in Set(keys).sorted() {
        lists.append(zip(weights, keys).map { $1 == unit ? 0 : $0 })
        times.append(1)
      }
    }
    let found = parts(lists)
    return InteractionJackknife(plain: found[0], without: Array(found.dropFirst()), times: times)
  }
}

/// The mean squares that H² is made of.
struct InteractionParts: Sendable {
  let numerator: Double
  let denominator: Double

  /// The share; `nil` where nothing is shared, or nothing but noise.
  var h2: Double? { denominator > 0 ? max(0, numerator) / denominator : nil }

  var strength: Double { max(0, numerator).squareRoot() }

  func less(_ bias: InteractionParts) -> InteractionParts {
    InteractionParts(
      numerator: numerator - bias.numerator, denominator: denominator - bias.denominator)
  }
}
