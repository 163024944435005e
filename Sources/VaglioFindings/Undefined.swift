/// Why a quantity has no value on these data: `no row is positive`.
///
/// It is thrown where a metric is undefined, and kept in the finding. It is never NaN, never 0.
public struct Undefined: Error, Hashable, Sendable, CustomStringConvertible {
  /// The reason in plain words, without a full stop.
  public let reason: String

  /// A missing value with its reason.
  public init(_ reason: String) { self.reason = reason }

  public var description: String { reason }
}
