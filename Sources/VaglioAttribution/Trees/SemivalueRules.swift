/// The rules of a semivalue for every number of players that occurs.
struct SemivalueRules: Sendable {
  private let rules: [GaussLegendre]

  /// Rules for up to `most` players.
  init(_ semivalue: Semivalue, most: Int) {
    rules = (0...most).map { semivalue.rule(players: $0) }
  }

  /// The rule for a number of players.
  func rule(players: Int) -> GaussLegendre { rules[players] }
}
