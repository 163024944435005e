/// How attributions spread over the rows of the background, which are a sample of a population.
struct BackgroundSpread {
  /// Background × width.
  private let values: [Double]
  private let weights: [Double]
  /// The weighted mean.
  let mean: [Double]

  init(_ values: [Double], _ weights: [Double], width: Int) {
    (self.values, self.weights) = (values, weights)
    var mean = [Double](repeating: 0, count: width)
    for (background, weight) in weights.enumerated() {
      for index in 0..<width { mean[index] += weight * values[background * width + index] }
    }
    self.mean = mean
  }

  /// 1 − Σ w_b²; `nil` where one row has all the weight.
  private var rest: Double? {
    let rest = 1 - weights.reduce(0) { $0 + $1 * $1 }
    return rest > 1e-12 ? rest : nil
  }

  /// The squared standard errors of the mean, Σ w_b² (φ_b − φ)² / (1 − Σ w_b²): s²/m with equal
  /// weights; `nil` with one background row.
  var variances: [Double]? {
    guard let rest else { return nil }
    var sums = [Double](repeating: 0, count: mean.count)
    for (background, weight) in weights.enumerated() {
      for index in mean.indices {
        let deviation = values[background * mean.count + index] - mean[index]
        sums[index] += weight * weight * deviation * deviation
      }
    }
    return sums.map { $0 / rest }
  }

  /// The covariances of the mean, outputs × players × players; `nil` with one background row.
  func covariances(players: Int) -> [Double]? {
    guard let rest else { return nil }
    var sums = [Double](repeating: 0, count: mean.count * players)
    var deviations = mean
    for (background, weight) in weights.enumerated() {
      let scale = weight * weight / rest
      for index in mean.indices {
        deviations[index] = values[background * mean.count + index] - mean[index]
      }
      for index in mean.indices where deviations[index] != 0 {
        let output = index / players * players
        for second in 0..<players {
          sums[index * players + second] += scale * deviations[index] * deviations[output + second]
        }
      }
    }
    return sums
  }
}
