/// Where a model's output becomes a decision.
public struct DecisionThreshold: Hashable, Sendable {
  /// A side of the threshold.
  public enum Side: String, Hashable, Sendable, CaseIterable {
    /// The output is at least the threshold.
    case atLeast = "at-least"
    /// The output is below the threshold.
    case below

    /// The other side.
    public var other: Side { self == .atLeast ? .below : .atLeast }
    /// 1 where a greater output lies further on this side, else −1.
    var sign: Double { self == .atLeast ? 1 : -1 }
  }

  /// The least output of the upper side.
  public let value: Double

  /// A threshold.
  ///
  /// - Precondition: a finite number.
  public init(_ value: Double) {
    precondition(value.isFinite, "a threshold is a finite number")
    self.value = value
  }

  /// The side of an output.
  public func side(of output: Double) -> Side { output >= value ? .atLeast : .below }

  /// How far an output is from a side: 0 on it, above 0 beside it, however near.
  func gap(from output: Double, to side: Side) -> Double {
    guard self.side(of: output) != side else { return 0 }
    return max((output - value).magnitude, .leastNonzeroMagnitude)
  }
}
