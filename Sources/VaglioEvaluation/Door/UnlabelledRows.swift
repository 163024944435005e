/// What to do with rows that have no label.
public enum UnlabelledRows: String, Hashable, Sendable, CaseIterable {
  /// Keep them for prediction-powered estimates, which the labelled rows, a random sample, correct.
  case use
  /// Leave them out, and say how many.
  case drop
  /// Refuse the table, naming the place.
  case reject
}
