/// The noise of the total variation distance between the shares of cells.
enum CellNoise {
  /// ½Σ|B| of simulated noise, with the sign of p − q where that is certain; on more cells than there
  /// are draws its mean, around which it is narrower than its `deviation`.
  static func totalVariation(_ cells: CellCounts, _ draws: NormalDraws) -> NormNoise {
    guard
      let shares = SampledShares(reference: cells.reference, current: cells.current)
    else { return NormNoise(null: [1], excess: [1], deviation: 1) }
    let deviations = deviations(shares)
    let signs = shares.reference.indices.map { cell -> Double in
      let difference = shares.reference[cell] - shares.current[cell]
      let isCertain = abs(difference) > OrderedNoise.certainty * deviations[cell]
      return isCertain ? (difference > 0 ? 1 : -1) : 0
    }
    guard cells.count <= draws.cells else { return mean(deviations, signs, shares) }
    return simulated(shares, signs, draws)
  }

  private static func simulated(
    _ shares: SampledShares, _ signs: [Double], _ draws: NormalDraws
  ) -> NormNoise {
    let draw = BridgeDraw(shares)
    var (null, excess) = ([Double](), [Double]())
    withUnsafeTemporaryAllocation(of: Double.self, capacity: shares.count) { noise in
      draws.forEach { first, second in
        draw.fillCells(noise, first, second)
        var (size, near) = (0.0, 0.0)
        for cell in 0..<shares.count {
          size += noise[cell].magnitude
          near += signs[cell] == 0 ? noise[cell].magnitude : signs[cell] * noise[cell]
        }
        null.append(size / 2)
        excess.append(near / 2)
      }
    }
    return NormNoise(null: null, excess: excess, deviation: greatest(shares))
  }

  private static func mean(
    _ deviations: [Double], _ signs: [Double], _ shares: SampledShares
  ) -> NormNoise {
    // E|Z| = √(2/π) of a standard normal.
    let half = 0.797_884_560_802_865_4 / 2
    let null = deviations.reduce(0, +) * half
    let excess = zip(deviations, signs).reduce(0) { $0 + ($1.1 == 0 ? $1.0 : 0) } * half
    return NormNoise(expected: null, excess: excess, deviation: greatest(shares))
  }

  private static func deviations(_ shares: SampledShares) -> [Double] {
    zip(shares.reference, shares.current).map { p, q in
      (p * (1 - p) * shares.referenceFactor + q * (1 - q) * shares.currentFactor).squareRoot()
    }
  }

  /// The greatest standard deviation of the share of a set of cells.
  private static func greatest(_ shares: SampledShares) -> Double {
    func most(_ shares: [Double]) -> Double {
      let largest = shares.max() ?? 1
      return largest > 0.5 ? largest * (1 - largest) : 0.25
    }
    return
      (most(shares.reference) * shares.referenceFactor
      + most(shares.current) * shares.currentFactor).squareRoot()
  }
}
