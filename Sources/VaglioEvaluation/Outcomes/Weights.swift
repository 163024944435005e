/// What the weights of rows mean.
public enum WeightKind: String, Hashable, Sendable, CaseIterable {
  /// A whole number: the row stands for that many identical rows.
  case frequency
  /// A non-negative number: the row represents a population unequally (inverse sampling
  /// probability). Standard errors come from the sandwich Σ(wφ)²/(Σw)².
  case importance
}

/// The weights of rows, in fixed point so that their sums are exact in any order.
///
/// A weight is a whole number of ticks of 2^−`shift`. Frequency weights have shift 0. For importance
/// weights the shift is chosen so that the largest weight takes 48 bits: a smaller one is rounded
/// by at most 2⁻⁴⁹ of the largest. Sums of ticks and of their squares then fit in 128 bits for 2²⁷
/// rows.
public struct Weights: Hashable, Sendable {
  public let kind: WeightKind
  /// One per row, not negative.
  public let ticks: [Int64]
  /// The binary exponent of a tick, negated.
  public let shift: Int

  /// Weights from numbers.
  ///
  /// - Precondition: every number is finite and not negative, and whole for frequencies.
  public init(_ values: [Double], kind: WeightKind) {
    self.kind = kind
    let largest = values.max() ?? 0
    let shift = kind == .frequency || largest == 0 ? 0 : 47 - Int(largest.exponent)
    ticks = values.map { value in
      precondition(value >= 0 && value.isFinite, "a weight is finite and not negative")
      return Int64(value.scaled(by: shift).rounded())
    }
    self.shift = shift
  }

  init(kind: WeightKind, ticks: [Int64], shift: Int) {
    (self.kind, self.ticks, self.shift) = (kind, ticks, shift)
  }

  /// The weight of a row as a number, exactly.
  public subscript(row: Int) -> Double { Double(ticks[row]).scaled(by: -shift) }

  func taking(_ rows: [Int32]) -> Weights {
    Weights(kind: kind, ticks: rows.map { ticks[Int($0)] }, shift: shift)
  }
}

extension Int128 {
  /// The nearest double. Much faster than the general conversion where 64 bits suffice.
  @inline(__always)
  var asDouble: Double {
    let low = Int64(truncatingIfNeeded: self)
    return Int128(low) == self ? Double(low) : Double(self)
  }
}

extension Double {
  /// This number times 2 to the power of `exponent`, exactly unless it leaves the range.
  func scaled(by exponent: Int) -> Double {
    Double(sign: .plus, exponent: exponent, significand: self)
  }
}
