public import VaglioFindings

/// Bounds that hold the truth at every row at once with a stated probability, so that they may be
/// looked at after any row and acted on.
public protocol ConfidenceSequence: Codable, Hashable, Sendable {
  /// How many rows were added.
  var rowCount: Int { get }
  /// The probability that the bounds ever miss the truth.
  var alpha: Double { get }
  /// Adds rows of weight 1 in their order. A block with a bad value is refused as a whole.
  mutating func add(_ values: UnsafeBufferPointer<Double>) throws(SequentialError)
  /// The bounds now.
  func bounds() throws(Undefined) -> SequentialBounds
}

/// On which sides a confidence sequence bounds the truth.
public enum BoundedSides: String, Codable, CaseIterable, Hashable, Sendable {
  /// Both, α shared.
  case both
  /// Below alone: the truth is not less.
  case lower
  /// Above alone: the truth is not more.
  case upper
}

/// The bounds of a confidence sequence at one look.
public struct SequentialBounds: Hashable, Sendable {
  /// The point estimate that goes with them.
  public let estimate: Double
  /// −∞ where nothing bounds the truth below.
  public let lower: Double
  /// +∞ where nothing bounds it above.
  public let upper: Double
  /// The probability that the bounds miss the truth at any look.
  public let alpha: Double
  /// The method's name, `asymptotic-sequence` say.
  public let method: String

  public init(estimate: Double, lower: Double, upper: Double, alpha: Double, method: String) {
    (self.estimate, self.lower, self.upper) = (estimate, lower, upper)
    (self.alpha, self.method) = (alpha, method)
  }

  /// The interval of level 1 − α; `nil` when a side is open.
  public var interval: Interval? {
    guard lower.isFinite, upper.isFinite, lower <= upper,
      let level = ConfidenceLevel(1 - alpha)
    else { return nil }
    return Interval(lower: lower, upper: upper, level: level, method: method)
  }
}

extension ConfidenceSequence {
  /// Adds an array; see ``add(_:)-(UnsafeBufferPointer<Double>)``.
  public mutating func add(_ values: [Double]) throws(SequentialError) {
    var result = Result<Void, SequentialError>.success(())
    values.withUnsafeBufferPointer { block in
      result = Result { () throws(SequentialError) in try add(block) }
    }
    try result.get()
  }
}
