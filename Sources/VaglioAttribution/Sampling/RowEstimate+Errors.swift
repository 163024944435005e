extension RowEstimate {
  /// The attributions against each background row and their weighted mean.
  func spread(_ weights: [Double]) -> BackgroundSpread {
    BackgroundSpread(means, weights, width: outputCount * players)
  }

  /// The standard errors of the coalitions that were drawn, and their degrees of freedom, outputs ×
  /// players; `nil` with fewer than two pairs.
  ///
  /// Pairs are independent over rounds and background rows, so that Σ_b w_b² s_b² / R is unbiased for
  /// the squared error. Its degrees of freedom are Satterthwaite's (1946, doi:10.2307/3002019) with
  /// unbiased estimates of the fourth powers.
  func coalitionErrors(_ weights: [Double]) -> (errors: [Double], degreesOfFreedom: [Double])? {
    let width = outputCount * players
    let none = [Double](repeating: 0, count: width)
    guard isSampled else { return (none, [Double](repeating: .infinity, count: width)) }
    guard rounds > 1 else { return nil }
    let freedom = Double(rounds - 1)
    var (sums, fourths) = (none, none)
    for (background, weight) in weights.enumerated() where !isExact[background] {
      let share = weight * weight / (freedom * Double(rounds))
      for index in 0..<width {
        let part = share * squares[background * width + index]
        sums[index] += part
        fourths[index] += part * part
      }
    }
    let most = freedom * Double(isExact.count { !$0 })
    return (
      sums.map { $0.squareRoot() },
      zip(sums, fourths).map { sum, fourth in
        fourth > 0 ? min(max(sum * sum * (freedom + 2) / fourth - 2, freedom), most) : most
      }
    )
  }

  /// The covariances of the coalitions' errors, outputs × players × players; `nil` with fewer than
  /// two pairs, or too many players.
  func coalitionCovariances() -> [Double]? {
    guard var products else { return nil }
    guard isSampled else { return products.map { _ in 0 } }
    guard rounds > 1 else { return nil }
    for background in differing.indices {
      guard let own = ownProducts[background] else { continue }
      let order = differing[background]
      for output in 0..<outputCount {
        for (first, player) in order.enumerated() {
          let line = (output * players + Int(player)) * players
          let ownLine = (output * order.count + first) * order.count
          for (second, other) in order.enumerated() {
            products[line + Int(other)] += own[ownLine + second]
          }
        }
      }
    }
    return products.map { $0 / Double(rounds * (rounds - 1)) }
  }
}
