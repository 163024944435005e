/// The question at an inner node of a tree.
public struct Split: Hashable, Sendable {
  /// What sends a row to the left.
  public enum Condition: Hashable, Sendable {
    /// Its value x < threshold. Readers write x ≤ t as x < t′ with the next number t′ above t, in
    /// the precision in which the model compares.
    case below(Double)
    /// Its category is in the set.
    case among(CategorySet)
    /// Its value is exactly one of these (ONNX's `BRANCH_EQ` and `BRANCH_MEMBER`).
    case oneOf([Double])
  }

  /// A child.
  public enum Side: Hashable, Sendable {
    case left, right
  }

  /// The index of the feature that is looked at.
  public let feature: Int
  /// What sends a row to the left.
  public let condition: Condition
  /// Where a missing value goes.
  public let missing: Side
  /// Whether values with |x| ≤ 1e-35, the 32-bit number, are missing too (LightGBM's
  /// `zero_as_missing`).
  public let countsZeroAsMissing: Bool

  /// A question.
  public init(
    feature: Int, _ condition: Condition, missing: Side, countsZeroAsMissing: Bool = false
  ) {
    (self.feature, self.condition, self.missing) = (feature, condition, missing)
    self.countsZeroAsMissing = countsZeroAsMissing
  }

  /// The greatest magnitude that counts as zero: LightGBM's `kZeroThreshold`.
  static let greatestZero = Double(1e-35 as Float)

  /// The child that a value goes to; NaN is missing. The value is already in the precision in which
  /// the model compares.
  public func side(of value: Double) -> Side {
    if value.isNaN || countsZeroAsMissing && value.magnitude <= Self.greatestZero { return missing }
    switch condition {
    case .below(let threshold): return value < threshold ? .left : .right
    case .among(let set): return set.contains(value) ? .left : .right
    case .oneOf(let values): return values.contains(value) ? .left : .right
    }
  }
}
