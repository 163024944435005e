/// What is known of one explained row in the end; all by outputs × players.
struct RowAttribution {
  var values: [Double]
  /// Standard errors of the coalitions drawn; `nil` where they cannot be told.
  var coalitionErrors: [Double]?
  var degreesOfFreedom: [Double]
  /// Squared standard errors of the background alone; `nil` with one background row.
  var backgroundVariances: [Double]?
  /// Outputs × players × players, of the coalitions alone and of all; `nil` with too many players.
  var coalitionCovariances: [Double]?
  var totalCovariances: [Double]?
  /// Background × outputs × players: the attributions against each background row.
  var byBackground: [Double]
  var rounds: Int
  var isSampled: Bool
  var isConverged: Bool
}

extension RowEstimate {
  /// The attributions and their errors, as far as the rounds tell.
  ///
  /// With a single round the error of the coalitions alone cannot be told; it is bounded by that of
  /// background and coalitions together, which then stands for both.
  func attribution(_ weights: [Double], isConverged: Bool) -> RowAttribution {
    let spread = spread(weights)
    let values = spread.mean
    // Against independent background rows the values are independent, errors of drawing included.
    let total = spread.variances
    let coalitions = coalitionErrors(weights)
    let background = coalitions.flatMap { coalitions in
      total.map { zip($0, coalitions.errors).map { max(0, $0 - $1 * $1) } }
    }
    let most = [Double](repeating: Double(max(1, weights.count - 1)), count: values.count)
    let all = products == nil ? nil : spread.covariances(players: players)
    return RowAttribution(
      values: values,
      coalitionErrors: coalitions?.errors ?? total?.map { $0.squareRoot() },
      degreesOfFreedom: coalitions?.degreesOfFreedom ?? most,
      backgroundVariances: background ?? total?.map { _ in 0 },
      coalitionCovariances: coalitionCovariances() ?? (isSampled ? all : nil),
      totalCovariances: all ?? coalitionCovariances(),
      byBackground: means, rounds: isSampled ? rounds : 0, isSampled: isSampled,
      isConverged: isConverged)
  }
}
