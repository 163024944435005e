internal import VaglioStatistics

/// A mean over labelled rows, corrected by what a guess of it says on the rows without labels.
///
/// θ = mean_n(g) + λ·(mean_N(f) − mean_n(f)) for the true values g of n labelled rows and guesses f of
/// them and of N others; its variance is Var(g − λf)/n + λ²·Var(f)/N. The λ of least variance is
/// Cov(g, f)/((1 + n/N)·Var(f)), kept between 0, the labelled rows alone, and 1: PPI++,
/// Angelopoulos, Duchi and Zrnic 2023, arXiv:2311.01453, section 6; PPI with λ = 1: Angelopoulos et
/// al. 2023, doi:10.1126/science.adi6000. With weights the means are weighted, the variances are
/// sandwiches, and 1/n is Σw²/(Σw)²; clusters sum within themselves, across labelled and other rows.
struct PoweredMean {
  /// All rows, in their own order.
  let rows: Rows
  let labelledRows: [Int32]
  let unlabelledRows: [Int32]
  /// g, one per labelled row.
  let values: [Double]
  /// f, one per row.
  let guesses: [Double]

  private let labelled: Rows
  private let unlabelled: Rows

  init(
    rows: Rows, labelledRows: [Int32], unlabelledRows: [Int32], values: [Double],
    guesses: [Double]
  ) {
    (self.rows, self.labelledRows, self.unlabelledRows) = (rows, labelledRows, unlabelledRows)
    (self.values, self.guesses) = (values, guesses)
    labelled = rows.taking(labelledRows)
    unlabelled = rows.taking(unlabelledRows)
  }

  /// mean_N(f) − mean_n(f).
  var shift: Double { Self.mean(others, unlabelled) - Self.mean(known, labelled) }

  /// The λ of least variance between 0 and 1; 0 where guesses don't vary.
  var tuning: Double {
    let (g, f) = (Self.mean(values, labelled), Self.mean(known, labelled))
    var covariance = ExactSum()
    for (row, guess) in known.enumerated() {
      covariance.add(Self.square(labelled, row) * (values[row] - g) * (guess - f))
    }
    let sums = (labelled.totalWeight, unlabelled.totalWeight)
    let inverse =
      Self.squares(labelled) / (sums.0 * sums.0) + Self.squares(unlabelled) / (sums.1 * sums.1)
    let λ = covariance.value / (sums.0 * sums.0) / (inverse * guessVariance)
    return λ.isFinite ? min(1, max(0, λ)) : 0
  }

  /// The standard error at some λ; `nil` where too few rows or clusters have labels.
  func error(at λ: Double) -> StandardError? {
    let (g, f, o) = (
      Self.mean(values, labelled), Self.mean(known, labelled), Self.mean(others, unlabelled)
    )
    let residuals = zip(values, known).map { ($0 - g) - λ * ($1 - f) }
    let remainders = others.map { λ * ($0 - o) }
    if rows.clusters != nil { return clustered(residuals, remainders) }
    guard let first = Linearization(labelled).standardError(of: residuals) else { return nil }
    guard λ > 0 else { return first }
    guard let second = Linearization(unlabelled).standardError(of: remainders) else { return nil }
    return first.joined(with: second)
  }

  /// How many labelled rows lie above their mean, and how many below.
  var sides: (above: Int, below: Int) {
    let mean = Self.mean(values, labelled)
    let slack = 1e-12 * values.reduce(0) { max($0, abs($1)) }
    return (values.count { $0 > mean + slack }, values.count { $0 < mean - slack })
  }
}

extension PoweredMean {
  private var known: [Double] { labelledRows.map { guesses[Int($0)] } }
  private var others: [Double] { unlabelledRows.map { guesses[Int($0)] } }

  /// One influence per row of all, W/W(part)·(…), so that clusters may hold rows of both parts.
  private func clustered(_ residuals: [Double], _ remainders: [Double]) -> StandardError? {
    let total = rows.totalWeight
    let (first, second) = (total / labelled.totalWeight, total / unlabelled.totalWeight)
    var influences = [Double](repeating: 0, count: rows.count)
    for (row, residual) in zip(labelledRows, residuals) { influences[Int(row)] = first * residual }
    for (row, remainder) in zip(unlabelledRows, remainders) {
      influences[Int(row)] = second * remainder
    }
    return Linearization(rows).standardError(of: influences)
  }

  /// The variance of all guesses, labelled or not.
  private var guessVariance: Double {
    let mean = Self.mean(guesses, rows)
    var squares = ExactSum()
    for (row, guess) in guesses.enumerated() {
      squares.add(product: rows.weights?[row] ?? 1, (guess - mean).square)
    }
    let total = rows.weights?.kind == .importance ? Double(rows.count) : rows.totalWeight
    return squares.value / rows.totalWeight * total / (total - 1)
  }

  private static func mean(_ values: [Double], _ rows: Rows) -> Double {
    var sum = ExactSum()
    for (row, value) in values.enumerated() { sum.add(product: rows.weights?[row] ?? 1, value) }
    return sum.value / rows.totalWeight
  }

  /// w² of a row; w where it stands for w rows.
  private static func square(_ rows: Rows, _ row: Int) -> Double {
    guard let weights = rows.weights else { return 1 }
    return weights.kind == .importance ? weights[row].square : weights[row]
  }

  private static func squares(_ rows: Rows) -> Double {
    var sum = ExactSum()
    for row in 0..<rows.count { sum.add(square(rows, row)) }
    return sum.value
  }
}

extension Linearization {
  /// The standard error of an estimate with these influences, one per row.
  func standardError(of influences: [Double]) -> StandardError? {
    standardError { block, φ in
      for (position, row) in block.enumerated() { φ[position] = influences[row] }
    }
  }
}

extension StandardError {
  /// The error of the sum of two independent estimates, with Satterthwaite's degrees of freedom
  /// (doi:10.2307/3002019).
  func joined(with other: StandardError) -> StandardError {
    let (first, second) = (value.square, other.value.square)
    let spread = first.square / degreesOfFreedom + second.square / other.degreesOfFreedom
    let degrees = spread > 0 ? (first + second).square / spread : degreesOfFreedom
    return StandardError(value: (first + second).squareRoot(), degreesOfFreedom: degrees)
  }
}
