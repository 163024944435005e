/// Why a recalibrator can't be fitted to some rows: `all 20 scores are the same`.
public struct Unfittable: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong with the rows, without a full stop.
  public let reason: String

  /// Rows that can't be fitted, with the reason.
  public init(_ reason: String) { self.reason = reason }

  public var description: String { reason }
}
