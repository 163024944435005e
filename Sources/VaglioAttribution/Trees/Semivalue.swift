/// How the gains of a player in all coalitions become one value.
///
/// The coalition of the others holds each of them with probability t. Over t drawn evenly from [0,
/// 1] the mean gain is the Shapley value, at t = ½ the Banzhaf value.
public enum Semivalue: String, Hashable, Sendable, CaseIterable {
  /// Shapley's value: all orders in which the players may come are equally likely. Values add up to
  /// the output less the base value.
  case shapley
  /// Banzhaf's value: all coalitions of the others are equally likely. Values need not add up to
  /// the output less the base value.
  case banzhaf

  /// A rule with which the mean gain in a game of that many players is exact, each player's
  /// presence being a linear factor.
  func rule(players: Int) -> GaussLegendre {
    switch self {
    case .shapley: GaussLegendre(max((players + 1) / 2, 1))
    case .banzhaf: GaussLegendre(point: 0.5)
    }
  }
}
