extension StatedCoverage {
  /// All statements; of several that speak of a cell the first counts.
  static let all: [StatedCoverage] = [
    StatedCoverage(
      metrics: ["calibration_slope"], quantities: [.model], coverage: 0.87...0.95,
      why: "Wald's error holds where the recalibrated scores are right, which clipped ones are not"),
    StatedCoverage(
      metrics: ["debiased_calibration_error"], quantities: [.model], coverage: 0.95...0.995,
      why: "bins with no gap are given the variance of normal gaps, which is more than theirs"),
    StatedCoverage(
      metrics: ["discrimination"], quantities: [.model], coverage: 0.87...0.95,
      why: "isotonic regression finds more than there is, and the interval does not know it"),
    StatedCoverage(
      metrics: ["precision_at_top"], quantities: [.model], coverage: 0.92...0.95,
      why: "the density at the cut is itself estimated"),
    StatedCoverage(
      metrics: ["precision_at_top[fraction=0.03]"], quantities: [.difference],
      coverage: 0.77...0.95, why: "it rests on twelve rows; linearisation stands in"),
    StatedCoverage(
      situations: ["400 rows"], metrics: ["ks", "minimum_cost[fn=5]"], quantities: [.model],
      coverage: 0.95...0.975,
      why: "the bound that the optimism of a maximum moves is moved in full, its error besides"),
    StatedCoverage(
      metrics: ["pit_ks", "pit_kuiper"], quantities: [.model], coverage: 0.95...0.975,
      why: "the bound that the optimism of a maximum moves is moved in full, its error besides"),
    StatedCoverage(
      metrics: ["pit_ks", "pit_kuiper"], quantities: [.difference], coverage: 0.9...0.99,
      why: "a maximum is not smooth: the bootstrap sees its optimism twice"),
    StatedCoverage(
      situations: ["quantiles, 50 rows"], metrics: ["interval_score"], quantities: [.model],
      coverage: 0.86...0.95,
      why: "five rows in fifty miss the interval, and the score rests on by how much"),
    StatedCoverage(
      situations: ["quantiles, 50 rows"],
      metrics: ["crps", "mean_pinball_loss", "weighted_interval_score"], quantities: [.model],
      coverage: 0.92...0.95, why: "losses are skewed, and Student's t is not"),
    StatedCoverage(
      situations: ["quantiles, 50 rows"],
      metrics: ["interval_coverage", "lower_miss_rate", "upper_miss_rate"],
      quantities: [.difference], coverage: 0.95...0.99,
      why: "few rows are hit by one model and missed by the other, and counts are whole numbers"),
    StatedCoverage(
      situations: ["20 rows", "50 rows", "400 rows"],
      metrics: [
        "mean_absolute_percentage_error", "mean_gamma_deviance", "mean_squared_log_error",
        "mean_tweedie_deviance", "root_mean_squared_log_error",
      ], quantities: [.model], coverage: 0.83...0.95,
      why: "relative errors of small labels are skewed beyond what few rows show of it"),
    StatedCoverage(
      situations: ["20 rows"],
      metrics: ["log_cosh_loss", "mean_huber_loss", "symmetric_mean_absolute_percentage_error"],
      quantities: [.model], coverage: 0.925...0.95,
      why: "losses are skewed, and Student's t is not"),
    StatedCoverage(
      situations: ["20 rows"], metrics: ["kendall_tau", "spearman"], coverage: 0.95...0.99,
      why: "rank correlations near 1 vary less than twenty ranks show"),
    StatedCoverage(
      metrics: ["median_absolute_error", "quantile_error"], quantities: [.difference],
      coverage: 0.95...0.985, why: "resampled quantiles are lumpy"),
  ]
}
