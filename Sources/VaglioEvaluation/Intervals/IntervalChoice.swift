/// Which method makes the intervals, where one is asked for.
public enum IntervalChoice: String, Hashable, Sendable, CaseIterable {
  /// Twice the estimate less the quantiles of the replicates (Davison and Hinkley 1997, section 5.2).
  case basic
  /// The best method of each metric: a closed form, else linearisation, else the bootstrap.
  case best
  /// Quantiles of the replicates, corrected for bias and skew.
  case bca
  /// Proportions by the exact binomial test; other metrics, and differences, by their best method.
  case clopperPearson = "clopper-pearson"
  /// Proportions by Jeffreys' posterior; other metrics, and differences, by their best method.
  case jeffreys
  /// Student's t with the standard error of the influence function; metrics without one by their best.
  case linearization
  /// Quantiles of the replicates.
  case percentile

  /// Whether the method draws rows anew for every metric.
  public var isBootstrap: Bool { [.basic, .bca, .percentile].contains(self) }
}
