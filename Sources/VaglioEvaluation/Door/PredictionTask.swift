/// What is predicted.
public enum PredictionTask: String, Hashable, Sendable, CaseIterable {
  /// Labels that are positive or negative.
  case binary
  /// Labels that are one of two or more classes.
  case multiclass
  /// Labels that are numbers.
  case regression
}

/// Labels as an analysis uses them.
public enum Labels: Hashable, Sendable {
  /// 1 for a positive and 0 for a negative, one per row, and the names of the two.
  case binary([UInt8], positive: String, negative: String)
  /// The number of each row's class, from 0, and the classes' names.
  case classes([Int32], names: [String])
  /// Numbers, one per row.
  case numbers([Double])

  /// What is predicted of such labels.
  public var task: PredictionTask {
    switch self {
    case .binary: .binary
    case .classes: .multiclass
    case .numbers: .regression
    }
  }
}
