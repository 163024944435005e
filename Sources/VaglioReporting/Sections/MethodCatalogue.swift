/// What the methods behind intervals and tests do, each in a sentence with its source.
enum MethodCatalogue {
  /// The sentence for a method's name; one that names the name where the method is not listed.
  static func sentence(for name: String) -> String {
    sentences[name] ?? "Documented under the name \(name)."
  }

  private static let sentences: [String: String] = [
    "wilson":
      "Inverts the score test of one proportion; it stays within [0, 1] and keeps its level where "
      + "counts are small (Wilson 1927, doi:10.2307/2276774).",
    "clopper-pearson":
      "Inverts the exact binomial test of one proportion; it covers at least as often as it says "
      + "(Clopper and Pearson 1934, doi:10.1093/biomet/26.4.404).",
    "newcombe":
      "Joins two Wilson intervals into one for a difference of proportions, with the correlation of "
      + "the pairs (Newcombe 1998, doi:10.1002/(SICI)1097-0258(19981130)17:22<2635::AID-SIM954>3.0."
      + "CO;2-C).",
    "tango":
      "Inverts the score test of a difference of paired proportions (Tango 1998, "
      + "doi:10.1002/(SICI)1097-0258(19980430)17:8<891::AID-SIM780>3.0.CO;2-B).",
    "delong":
      "Standard error of the AUC, or of the difference of two on the same rows, from placement "
      + "values; no resampling (DeLong et al. 1988, doi:10.2307/2531595).",
    "delong-logit":
      "DeLong's standard error, with the interval built on the logit scale so that it stays within "
      + "[0, 1] (DeLong et al. 1988, doi:10.2307/2531595).",
    "newcombe-5":
      "Newcombe's fifth interval for the AUC, used where DeLong's variance vanishes (Newcombe 2006, "
      + "doi:10.1002/sim.2324).",
    "paired-t":
      "Student's t on the differences row by row: the mean difference with its standard error.",
    "t": "Student's t: the mean over rows with its standard error.",
    "linearization":
      "Normal interval whose standard error is that of the metric's influence function, one value "
      + "per row.",
    "linearization-logit":
      "Influence-function standard error, with the interval built on the logit scale.",
    "linearization-log":
      "Influence-function standard error, with the interval built on the log scale.",
    "fisher-z":
      "Fisher's transformation of a correlation, whose sampling distribution is nearly normal "
      + "(Fisher 1915, doi:10.2307/2331838).",
    "poisson-bootstrap":
      "Rows resampled with Poisson weights that are hashed from row identity and seed, the same "
      + "weights for both models; bounds are quantiles of the resampled values.",
    "percentile-bootstrap": "Bounds are quantiles of the values over resampled rows.",
    "bca-bootstrap":
      "Quantiles over resampled rows, corrected for bias and skew (Efron 1987, "
      + "doi:10.1080/01621459.1987.10478410).",
    "identical":
      "The two models answer alike on every row, so their difference is exactly zero.",
    "mcnemar-mid-p":
      "Whether two classifiers are right equally often, from the rows where only one is right; the "
      + "mid-p form of the exact test (Fagerland et al. 2013, doi:10.1186/1471-2288-13-91).",
    "mcnemar-exact":
      "Whether two classifiers are right equally often: the exact binomial test on the rows where "
      + "only one is right (McNemar 1947, doi:10.1007/BF02295996).",
    "holm":
      "Keeps the chance of any false alarm in the family at its level (Holm 1979, "
      + "www.jstor.org/stable/4615733).",
    "benjamini-hochberg":
      "Keeps the expected share of false alarms among all alarms at its level (Benjamini and "
      + "Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x).",
  ]
}
