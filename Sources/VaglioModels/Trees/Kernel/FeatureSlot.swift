/// A feature as some nodes look at it: where its missing values go, and which values are missing.
///
/// Each row has one code per slot, so that a node need only compare a code with its own.
struct FeatureSlot: Hashable, Sendable {
  /// What the codes stand for.
  enum Kind: Hashable, Sendable {
    case number
    /// Categories: code c + 1 for category c, the greatest for what is in no set.
    case category(holdsNegativeFractions: Bool)
    /// Code 0 for one of these values, the greatest for others.
    case oneOf([Double])
  }

  let feature: Int
  let missing: Split.Side
  let countsZeroAsMissing: Bool
  let kind: Kind

  /// The slot that a question looks at.
  init(_ split: Split) {
    (feature, missing) = (split.feature, split.missing)
    countsZeroAsMissing = split.countsZeroAsMissing
    kind =
      switch split.condition {
      case .below: .number
      case .among(let set): .category(holdsNegativeFractions: set.holdsNegativeFractions)
      case .oneOf(let values): .oneOf(values)
      }
  }

  /// The code of missing values.
  @inline(__always)
  func missingCode<Code: OrderedCode>() -> Code { missing == .left ? 0 : .max }

  /// Writes the codes of the rows of a group, `lanes` of them.
  @inline(__always)
  func encode<Code: OrderedCode>(
    _ values: UnsafePointer<Double>, count: Int, into codes: UnsafeMutablePointer<Code>,
    comparison: TreeEnsemble.Precision
  ) {
    let missing: Code = missingCode()
    if kind == .number, !countsZeroAsMissing {
      for lane in 0..<count {
        let value = values[lane]
        codes[lane] = value.isNaN ? missing : Code.code(of: value)
      }
      return
    }
    for lane in 0..<count {
      let value = comparison == .single ? Double(Float(values[lane])) : values[lane]
      if value.isNaN || countsZeroAsMissing && value.magnitude <= Split.greatestZero {
        codes[lane] = missing
      } else {
        codes[lane] = code(of: value)
      }
    }
  }

  /// The code of a value that is not missing.
  private func code<Code: OrderedCode>(of value: Double) -> Code {
    switch kind {
    case .number: return Code.code(of: value)
    case .oneOf(let values): return values.contains(value) ? 0 : .max
    case .category(let holdsNegativeFractions):
      guard value >= 0 || holdsNegativeFractions && value > -1, value < 0x1p31 else { return .max }
      return Code(truncatingIfNeeded: Int(value) + 1)
    }
  }
}
