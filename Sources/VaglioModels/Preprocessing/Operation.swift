extension Preprocessing {
  /// An operation on a number. NaN is a missing value.
  public enum Operation: Hashable, Sendable {
    /// x + c
    case add(Double)
    /// x − c
    case subtract(Double)
    /// x · c
    case multiply(Double)
    /// x / c
    case divide(Double)
    /// The nearest number between two bounds; missing stays missing.
    case clip(ClosedRange<Double>)
    /// The nearest 32-bit number: behind another operation on 32-bit numbers it gives that
    /// operation's 32-bit result.
    case single
    /// The whole number next towards zero; missing stays missing.
    case truncate
    /// The number where one is missing.
    case fill(Double)
    /// The second number in place of the first.
    case replace(Double, with: Double)
    /// 1 where x = c, else 0.
    case equals(Double)
    /// 1 where x > c, else 0; missing gives 0.
    case exceeds(Double)
    /// 1 where missing, else 0.
    case isMissing
  }
}

extension Preprocessing.Operation {
  /// Carries the operation out on all numbers.
  func apply(to numbers: UnsafeMutableBufferPointer<Double>) {
    switch self {
    case .add(let constant): for row in numbers.indices { numbers[row] += constant }
    case .subtract(let constant): for row in numbers.indices { numbers[row] -= constant }
    case .multiply(let constant): for row in numbers.indices { numbers[row] *= constant }
    case .divide(let constant): for row in numbers.indices { numbers[row] /= constant }
    case .clip(let range):
      for row in numbers.indices where numbers[row] < range.lowerBound {
        numbers[row] = range.lowerBound
      }
      for row in numbers.indices where numbers[row] > range.upperBound {
        numbers[row] = range.upperBound
      }
    case .single: for row in numbers.indices { numbers[row] = Double(Float(numbers[row])) }
    case .truncate: for row in numbers.indices { numbers[row].round(.towardZero) }
    case .fill(let value):
      for row in numbers.indices where numbers[row].isNaN { numbers[row] = value }
    case .replace(let old, let new):
      for row in numbers.indices where numbers[row] == old { numbers[row] = new }
    case .equals(let constant):
      for row in numbers.indices { numbers[row] = numbers[row] == constant ? 1 : 0 }
    case .exceeds(let constant):
      for row in numbers.indices { numbers[row] = numbers[row] > constant ? 1 : 0 }
    case .isMissing: for row in numbers.indices { numbers[row] = numbers[row].isNaN ? 1 : 0 }
    }
  }
}
