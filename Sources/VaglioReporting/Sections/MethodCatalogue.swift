/// What the methods behind intervals and tests do, each in a sentence with its source.
enum MethodCatalogue {
  /// The sentences for a method's name: of the whole name, else of its parts `stratified-`, `cluster-`,
  /// `paired-`, the method, the scale and `-half-row`; one that names the name where a part is not listed.
  static func sentence(for name: String) -> String {
    if let sentence = sentences[name] { return sentence }
    var (rest, endings) = (name, [String]())
    while let ending = endingSentences.keys.first(where: { rest.hasSuffix($0) }) {
      rest.removeLast(ending.count)
      endings.insert(endingSentences[ending] ?? "", at: 0)
    }
    while let beginning = beginningSentences.keys.sorted().first(where: { rest.hasPrefix($0) }),
      sentences[rest] == nil
    {
      rest.removeFirst(beginning.count)
      endings.append(beginningSentences[beginning] ?? "")
    }
    let isPaired = rest.hasPrefix("paired-")
    if isPaired { rest.removeFirst("paired-".count) }
    guard let base = sentences[rest] else { return "Documented under the name \(name)." }
    return ([base] + (isPaired ? ["Of the rows' differences."] : []) + endings)
      .joined(separator: " ")
  }

  private static let beginningSentences: [String: String] = [
    "cluster-": "Clusters of rows were drawn whole.",
    "stratified-": "Rows were drawn within strata, whose totals stay fixed.",
  ]

  private static let endingSentences: [String: String] = [
    "-at-minimum":
      "At the threshold of least cost, which is taken as given (envelope theorem); the upper bound is "
      + "raised by what halves of the rows show that choosing it gains (Kim and Pollard 1990, "
      + "doi:10.1214/aos/1176347498).",
    "-at-optimum":
      "At the threshold that is best on these rows; the bound on the far side is moved by what halves "
      + "of the rows, or of the clusters, show that choosing it gains (Kim and Pollard 1990, "
      + "doi:10.1214/aos/1176347498).",
    "-atanh": "Built on the scale artanh x, which stays within [−1, 1].",
    "-hall":
      "After Hall's cubic transformation, which removes the skew of what single clusters or rows add (Hall "
      + "1992, J. R. Stat. Soc. B 54, 221).",
    "-half-row-a-class":
      "Half a row right and half a row wrong was added to every class of the table, which showed no "
      + "variance by itself.",
    "-half-row":
      "Half a row was added to every cell of the table, which showed no variance by itself.",
    "-log": "Built on the logarithmic scale, which stays positive.",
    "-log-complement": "Built on the scale −ln(1 − x), which stays below 1.",
    "-logit": "Built on the logit scale, which stays within [0, 1].",
  ]

  private static let sentences: [String: String] = [
    "average-threshold":
      "The share of scores above the threshold that gave the reference's accuracy (Garg and others 2022, "
      + "arXiv:2201.04234); errors of the current rows and of the threshold.",
    "bbse":
      "Black-box shift estimation: the reference's confusions solved for the classes' shares (Lipton, Wang "
      + "and Smola 2018, arXiv:1802.03916); linearisation over both samples.",
    "cbpe":
      "Confidence-based estimation: every metric of the labels that recalibrated scores promise; errors "
      + "of the current rows and, by leaving out groups, of what was learnt on the reference.",
    "direct-loss":
      "A learner of the reference's losses, fitted across folds, asked of the current rows; errors of both.",
    "inclusion-ratio":
      "Mean of the labelled rows, each by one over the probability with which it was drawn (Hájek).",
    "label-plan":
      "Rows weighted by one over the probability with which they were drawn; variance of the plan's design, "
      + "Student's t with its effective number of terms.",
    "label-plan-ppi++":
      "As label-plan, with the scores of all rows as control variate, as far as they lower the variance "
      + "(Angelopoulos and others 2023, arXiv:2311.01453).",
    "label-plan-sequence":
      "Bounds that hold at every number of labels together, by bets against the plan's own draws "
      + "(arXiv:2305.06884).",
    "label-shift":
      "The metric of reference rows weighted by how much oftener their class comes now; errors of both "
      + "samples.",
    "label-shift-em":
      "The classes' shares of greatest likelihood (Saerens, Latinne and Decaestecker 2002, "
      + "doi:10.1162/089976602753284446); sandwich error of the current rows, jackknife of the reference.",
    "label-shift-likelihood-ratio":
      "Likelihood ratio of the classes' shares against those of the reference, corrected after Rao and Scott "
      + "(1981, doi:10.1080/01621459.1981.10477633).",
    "rank-conditioned":
      "Mean of the labelled rows by one over the probability of being drawn given the ranks of the others: "
      + "unbiased, with an unbiased variance (Cohen and Kaplan 2008, doi:10.14778/1453856.1453884).",
    "binomial-exact":
      "The exact binomial test that a share is the announced one: the probability of all counts "
      + "that are no likelier than the one seen.",
    "both-perfect":
      "Both models rank all rows right, so their difference is exactly zero.",
    "bootstrap-basic":
      "Twice the estimate less the quantiles of the values over resampled rows.",
    "bootstrap-bca":
      "Quantiles of the values over resampled rows, corrected for bias and skew (Efron 1987, "
      + "doi:10.1080/01621459.1987.10478410).",
    "bootstrap-percentile":
      "Quantiles of the values over resampled rows: weights hashed from row identity and seed, the "
      + "same for both models.",
    "calibration-in-the-large-likelihood-ratio":
      "Whether the probabilities are right on the whole: likelihood ratio of the logistic regression "
      + "on their logits with an intercept against none (Cox 1958, doi:10.1093/biomet/45.3-4.562).",
    "calibration-likelihood-ratio":
      "Whether intercept and slope of the logistic regression on the probabilities' logits are 0 and "
      + "1 (Cox 1958, doi:10.1093/biomet/45.3-4.562).",
    "calibration-resampling":
      "How often labels drawn from the probabilities themselves, 999 times, show as much "
      + "miscalibration by chance (Bröcker and Smith 2007, doi:10.1175/WAF993.1).",
    "clopper-pearson":
      "Inverts the exact binomial test of one proportion; it covers at least as often as it says "
      + "(Clopper and Pearson 1934, doi:10.1093/biomet/26.4.404).",
    "delong":
      "Standard error of the AUC, or of the difference of two on the same rows, from placement "
      + "values; no resampling (DeLong et al. 1988, doi:10.2307/2531595).",
    "delong-logit":
      "DeLong's standard error, with the interval built on the logit scale so that it stays within "
      + "[0, 1] (DeLong et al. 1988, doi:10.2307/2531595).",
    "fieller":
      "The ratios of two means that the rows do not contradict, by Student's t on a − Rb (Fieller "
      + "1954, doi:10.1111/j.2517-6161.1954.tb00159.x).",
    "fisher-z":
      "Fisher's scale artanh r, on which a correlation is nearly normal (Fisher 1921, "
      + "hdl:2440/15169).",
    "fisher-z-spearman":
      "Fisher's scale for the rank correlation, with the variance of Bonett and Wright (2000, "
      + "doi:10.1007/BF02294183).",
    "fisher-exact-mid-p":
      "Fisher's exact test of two independent proportions, with half the weight of tables as likely "
      + "as the one seen (Lancaster 1961, doi:10.1080/01621459.1961.10482105).",
    "jeffreys":
      "The equal-tailed interval of the posterior Beta(x + ½, n − x + ½) of one proportion.",
    "jeffreys-modified":
      "Jeffreys' interval, with a bound at 0 where there is no success and at 1 where there is "
      + "nothing else.",
    "kolmogorov-smirnov":
      "Whether labels lie in their forecast distributions as often as these say: the exact "
      + "distribution of the largest gap (Marsaglia et al. 2003, doi:10.18637/jss.v008.i18).",
    "kuiper":
      "The same by the sum of the largest gaps above and below, which sees forecasts that are too "
      + "narrow or too wide (Stephens 1970, doi:10.1111/j.2517-6161.1970.tb00821.x).",
    "corp-score":
      "Inverts a normal test of the miscalibration, with the variance that its own size brings and "
      + "the excess that isotonic regression finds in calibrated labels.",
    "corp-discrimination":
      "Student's t about the discrimination less what isotonic regression finds in calibrated labels, "
      + "with the variance of both.",
    "cluster-robust":
      "Student's t with the standard error of the metric's influence function summed within "
      + "clusters (Liang and Zeger 1986, doi:10.1093/biomet/73.1.13).",
    "linearization":
      "Student's t with the standard error of the metric's influence function, one value per row "
      + "(Hampel 1974, doi:10.1080/01621459.1974.10482962).",
    "katz":
      "Ratio of two independent proportions (Katz et al. 1978, doi:10.2307/2530610).",
    "linearization-newcombe-5":
      "Student's t with the standard error of the metric's influence function, to whose square the "
      + "classes that are ranked without a mistake add that of Newcombe's fifth interval (Newcombe "
      + "2006, doi:10.1002/sim.2324).",
    "mover":
      "Joins the intervals of two groups into one for their ratio or difference (Donner and Zou "
      + "2012, doi:10.1177/0962280210383436).",
    "mover-bonferroni":
      "The gravest of the bounds that join each pair of groups (Donner and Zou 2012, "
      + "doi:10.1177/0962280210383436), each pair at the level that Bonferroni's correction leaves it.",
    "mee":
      "Score interval for the difference of two independent proportions (Mee 1984, "
      + "doi:10.2307/2531181).",
    "miettinen-nurminen":
      "Score interval for the difference of two independent proportions, with the variance factor "
      + "N/(N − 1) (Miettinen and Nurminen 1985, doi:10.1002/sim.4780040211).",
    "greatest-of-rows":
      "The greatest of the rows at hand, which stands for no others: nothing is inferred.",
    "joint-ranks":
      "The ranks that simultaneous intervals of all means leave open, Bonferroni's (Klein, Wright and "
      + "Wieczorek 2020, doi:10.1111/rssa.12521).",
    "newcombe":
      "Joins the Wilson intervals of two independent proportions into one for their difference "
      + "(Newcombe 1998, doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I).",
    "newcombe-5":
      "Newcombe's fifth interval for the AUC, where DeLong's variance vanishes (Newcombe 2006, "
      + "doi:10.1002/sim.2324).",
    "newcombe-5-mean":
      "The mean of the bounds of Newcombe's fifth interval over the classes, as if their errors "
      + "always met, where all are ranked without a mistake (Newcombe 2006, doi:10.1002/sim.2324).",
    "newcombe-5-difference":
      "Joins Newcombe's intervals of two AUCs into one for their difference, where DeLong's "
      + "variance vanishes (Newcombe 2006, doi:10.1002/sim.2324).",
    "newcombe-paired":
      "Joins the Wilson intervals of two proportions on the same rows into one for their "
      + "difference, with the pairs' correlation (Newcombe 1998, "
      + "doi:10.1002/(SICI)1097-0258(19981130)17:22<2635::AID-SIM954>3.0.CO;2-C).",
    "not-an-input": "The model doesn't take the column, so nothing can run through it.",
    "order-statistic": "Two of the sorted values, between which the quantile lies so often.",
    "paired-square-and-add":
      "Joins the two models' intervals into one for their difference, with the correlation of the rows' "
      + "influences (Zou 2007, doi:10.1037/1082-989X.12.4.399).",
    "paired-t":
      "Student's t on the differences row by row: the mean difference with its standard error.",
    "ppi++":
      "Student's t on the labelled rows' influences, corrected by the expected influences of rows "
      + "without labels; true only where the labelled rows are a random sample (Angelopoulos et al. "
      + "2023, doi:10.48550/arXiv.2311.01453).",
    "same-labels": "Both models are judged on the same labels, so this can't differ.",
    "same-ranking": "Both models put all rows into the same order, so that rankings can't differ.",
    "sandwich":
      "Student's t with the standard error √Σ(wφ)²/Σw of the metric's influence function φ under "
      + "weights w, and Kish's effective number of rows.",
    "sandwich-hc3":
      "Student's t with the sandwich error of a coefficient of the logistic regression, which holds "
      + "where the labels are no logistic function of the scores as well (HC3 of MacKinnon and White "
      + "1985, doi:10.1016/0304-4076(85)90158-7).",
    "score-at-cut":
      "Inverts the score test of a share of positives with the variance of the rows above the cut and "
      + "of the cut itself, which the rows determine.",
    "spiegelhalter":
      "Whether the Brier score is what a calibrated model's would be; two-sided normal test "
      + "(Spiegelhalter 1986, doi:10.1002/sim.4780050506).",
    "squared-gaps":
      "Normal interval with the variance of a sum of squared gaps between event rates and mean "
      + "scores (after Kumar et al. 2019, arXiv:1909.10155).",
    "t-hall":
      "Student's t after a cubic transformation that removes the skew of the losses (Hall 1992, "
      + "J. R. Stat. Soc. B 54, 221).",
    "t": "Student's t: the mean over rows with its standard error.",
    "tango":
      "Inverts the score test of a difference of paired proportions (Tango 1998, "
      + "doi:10.1002/(SICI)1097-0258(19980430)17:8<891::AID-SIM780>3.0.CO;2-B).",
    "walter":
      "Ratio of two independent proportions, with ½ added to the counts because one is 0 or all "
      + "(Walter 1975, doi:10.1093/biomet/62.2.371).",
    "wald":
      "The coefficient and its standard error from the information of a logistic regression.",
    "wilson-over-expected":
      "Wilson's interval of the share of positives over the mean probability, where all rows are of "
      + "one class.",
    "wilson":
      "Inverts the score test of one proportion; it stays within [0, 1] and keeps its level where "
      + "counts are small (Wilson 1927, doi:10.2307/2276774).",
    "wilson-effective":
      "Wilson's interval for the number of independent rows that would give the variance that the "
      + "metric's influence function gives.",
    "wilson-at-maximum":
      "Wilson's interval of the share of rows at the largest gap (Raghavachari 1973, "
      + "doi:10.1214/aos/1193342383); the lower bound is lowered by the optimism of a largest gap.",
    "wilson-positives":
      "Wilson's interval for as many hits as there are positive rows, where the ranking is perfect.",
    "wilson-smaller-class":
      "Wilson's interval for the share of the partial area, with as many trials as there are "
      + "positives, or negatives up to the rate, whichever are fewer; the ranking shows no variance.",
    "wilson-positives-mean":
      "The mean over the classes of Wilson's bounds for as many hits as the class has rows, where all "
      + "are ranked without a mistake.",
    "wilson-square-and-add":
      "Joins the Wilson intervals of the two classes' rates (Newcombe 1998, "
      + "doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I).",
    "wilson-square-and-add-at-maximum":
      "Joins the Wilson intervals of the two classes' rates at the threshold of the largest gap "
      + "(Raghavachari 1973, doi:10.1214/aos/1193342383); the lower bound is lowered by the optimism "
      + "of a largest gap.",
    "worst-group":
      "The worst of all groups' bounds; on the side where chance could make any group look too bad, "
      + "each at the level that Bonferroni's correction leaves it.",
    "wilson-jaccard":
      "Wilson's interval for the Jaccard index, carried over to F1 = 2J/(1 + J).",
    "wilson-score-threshold-square-and-add":
      "Joins Wilson's interval of the recall with what the recall is at the thresholds whose precision "
      + "the score test does not tell from the one asked for; both errors have the correlation "
      + "√((1 − R)(1 − p)).",
    "wilson-woodruff-square-and-add":
      "Joins Wilson's interval of the rate with what the rate is at the bounds of the estimated "
      + "threshold (Woodruff 1952, doi:10.1080/01621459.1952.10483443).",
    "woolf":
      "The logarithm of the odds ratio with standard error √(1/TP + 1/TN + 1/FP + 1/FN) (Woolf "
      + "1955, doi:10.1111/j.1469-1809.1955.tb01348.x).",
    "hosmer-lemeshow":
      "χ² with as many degrees of freedom as groups, since the model was not fitted to these rows "
      + "(Hosmer and Lemeshow 1980, doi:10.1080/03610928008827941).",
    "identical":
      "The two models answer alike on every row, so their difference is exactly zero.",
    "mcnemar-mid-p":
      "Whether two classifiers are right equally often, from the rows where only one is right; the "
      + "mid-p form of the exact test (Fagerland et al. 2013, doi:10.1186/1471-2288-13-91).",
    "mcnemar-exact":
      "Whether two classifiers are right equally often: the exact binomial test on the rows where "
      + "only one is right (McNemar 1947, doi:10.1007/BF02295996).",
    "anderson-darling":
      "Whether two samples are of one distribution, by ∫(F − G)²/(H(1 − H))dH with ties as they "
      + "are, against a shifted gamma with the first three cumulants over all divisions of the "
      + "pooled rows (Scholz and Stephens 1987, doi:10.1080/01621459.1987.10478517).",
    "chi-squared":
      "Pearson's test of equal shares of levels, rare levels joined.",
    "constant":
      "All values of both samples are one and the same.",
    "counted":
      "Counted on the rows at hand; it stands for no others.",
    "cramer-von-mises":
      "Whether two samples are of one distribution, by ∫(F − G)²dH with ties as they are, "
      + "against a shifted gamma with the first three cumulants over all divisions of the pooled "
      + "rows (Anderson 1962, doi:10.1214/aoms/1177704477).",
    "energy":
      "Whether two samples are of one distribution, by ∫(F − G)²dx against a shifted gamma with "
      + "the first three cumulants over all divisions of the pooled rows.",
    "fisher-exact":
      "The exact test that two shares are equal (Fisher 1935, doi:10.2307/2342435).",
    "g-test":
      "The likelihood ratio test of equal shares of levels, rare levels joined (Wilks 1938, "
      + "doi:10.1214/aoms/1177732360).",
    "hellinger-chi-squared":
      "Eight times the squared Hellinger distance over 1/n + 1/m, against chi-squared.",
    "ks-asymptotic":
      "Kolmogorov and Smirnov's test of one distribution, by Kolmogorov's distribution for "
      + "nm/(n + m) numbers.",
    "ks-exact":
      "Kolmogorov and Smirnov's test of one distribution, exact with ties as they are (Schröer "
      + "and Trenkler 1995, doi:10.1016/0167-9473(94)00040-P).",
    "ks-simulated":
      "Kolmogorov and Smirnov's test of one distribution, against 1,999 simulated differences "
      + "of distribution functions with the ties seen.",
    "l-infinity-union":
      "The least p-value of the differences of single levels, times their number.",
    "noncentral-gamma":
      "The distances for which the squared distance seen would be neither unusually large nor "
      + "small: of a quadratic form in normal noise, by its first three cumulants (Imhof 1961, "
      + "doi:10.1093/biomet/48.3-4.419).",
    "norm-bounds":
      "Lower bound by simulated noise in the directions that the differences leave open, upper "
      + "bound by the greatest standard error of any direction; both hold however small the "
      + "distance is.",
    "psi-chi-squared":
      "The population stability index over 1/n + 1/m, against chi-squared with one degree of "
      + "freedom fewer than cells.",
    "sum-of-bounds":
      "The bounds of the parts added up, so that they cover however the parts depend on each "
      + "other.",
    "total-variation-simulated":
      "The total variation distance against 1,999 simulated differences of shares.",
    "union-bound":
      "Each level's difference with its share of the error.",
    "wasserstein-simulated":
      "The Wasserstein distance against 1,999 simulated differences of distribution functions.",
    "holm":
      "Keeps the chance of any false alarm in the family at its level (Holm 1979, "
      + "www.jstor.org/stable/4615733).",
    "benjamini-hochberg":
      "Keeps the expected share of false alarms among all alarms at its level (Benjamini and "
      + "Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x).",
    "benjamini-yekutieli":
      "Keeps the expected share of false alarms among all alarms at its level however the tests depend "
      + "on each other (Benjamini and Yekutieli 2001, doi:10.1214/aos/1013699998).",
  ]
}
