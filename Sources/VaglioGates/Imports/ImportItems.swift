/// A setting of another tool that a gate of the policy stands for.
public struct CarriedItem: Hashable, Sendable {
  /// The file's name as it was given.
  public let file: String
  /// Where the setting stands in the file: `features[0].completeness`.
  public let path: String
  /// The setting's value as JSON, shortened where it is long.
  public let value: String
  /// The gate's position in the policy, from 0.
  public let gate: Int
  /// The gate as the policy has it, without its dash.
  public let rule: String
  /// How the gate differs from the setting, beyond that it judges intervals; `nil` where it doesn't.
  public let difference: String?
}

/// A setting of another tool that no gate stands for.
public struct LeftItem: Hashable, Sendable {
  /// The file's name as it was given.
  public let file: String
  /// Where the setting stands in the file; what stands below it is left behind with it.
  public let path: String
  /// The setting's value as JSON, shortened where it is long.
  public let value: String
  /// Why it could not be carried over.
  public let reason: String
  /// What to do instead.
  public let instead: String
}
