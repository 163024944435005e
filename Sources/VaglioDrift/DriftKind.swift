/// What kind of column is compared, which decides the distances that have a meaning.
public enum DriftKind: String, Hashable, Sendable, CaseIterable {
  /// Numbers and times: ordered values with differences.
  case numeric
  /// Texts and truth values: levels without an order.
  case categorical
}
