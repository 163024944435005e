/// What a gate judges.
public enum ImportedMatter: String, Hashable, Sendable, CaseIterable {
  /// Rows: `schema`, `quality` and `no-drift`, on records of `vaglio drift`.
  case data
  /// A model's metrics, on records of `vaglio evaluate` and `vaglio compare`.
  case model

  /// What gates of a kind judge.
  init(kind: String) { self = ["schema", "quality", "no-drift"].contains(kind) ? .data : .model }
}
