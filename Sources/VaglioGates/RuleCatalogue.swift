/// Every rule that a policy may use.
public enum RuleCatalogue {
  /// The rules, one line each, sorted by kind.
  public static let all: [any Rule.Type] = [
    Additivity.self,
    AtLeast.self,
    AtMost.self,
    AttributionShift.self,
    Better.self,
    Calibrated.self,
    Equivalent.self,
    MLflowThreshold.self,
    NoDrift.self,
    NoReliance.self,
    NoWorse.self,
    Parity.self,
    DataQualityRule.self,
    UnchangedSchema.self,
    TopReasonsStable.self,
  ]

  /// The rule that a policy file calls `kind`, if there is one.
  public static func rule(_ kind: String) -> (any Rule.Type)? { all.first { $0.kind == kind } }

  /// The words that a policy file may use, sorted.
  public static var kinds: [String] { all.map { $0.kind } }
}
