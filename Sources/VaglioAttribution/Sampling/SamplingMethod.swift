/// How the worths of coalitions become attributions.
public enum SamplingMethod: Hashable, Sendable {
  /// ``exact`` up to eight players (256 coalitions) if the budget holds them, else ``permutations``.
  case automatic
  /// All coalitions, up to 16 players in which a row differs from a row of the background.
  case exact
  /// Pairs of a permutation and its reverse (Mitchell et al. 2022, JMLR 23(43)), each drawn for one
  /// row of the background by itself.
  ///
  /// Every round draws one pair for each background row. Explainers that ask about one permutation
  /// with the whole background pay as many evaluations for a single draw. One pair is exact where
  /// features interact at most two by two. Where a row differs from one
  /// of the background in few players, all their coalitions are asked about as soon as that costs no
  /// more than the pairs to come.
  case permutations
  /// Weighted least squares over pairs of complementary coalitions, drawn without replacement with
  /// equal leverage for each size, small and large sizes complete as soon as the budget holds them,
  /// all features kept (Kernel SHAP: Lundberg and Lee 2017, arXiv:1705.07874; pairs: Covert and Lee
  /// 2021, arXiv:2012.01536; leverage: Musco and Witter 2025, arXiv:2410.01917).
  ///
  /// Each coalition is asked about with the whole background.
  case kernel
  /// Owen values: players of one group enter next to each other, so that a group as a whole gets what
  /// it would as a player, shared among its members (Owen 1977, doi:10.1007/978-3-642-45494-3_7).
  /// Exact or by ``permutations``, as ``automatic``; the numbers are groups' numbers, one per player.
  case owen(groupOfPlayer: [Int])
}
