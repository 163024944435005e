internal import VaglioFindings

/// The sentence that tells an estimate and what it means for a claim.
struct Sentence {
  let wording: Wording
  let value: Double
  let bounds: (lower: Double, upper: Double)
  let thresholds: [Double]

  /// `recall fell by 0.012 [−0.019, −0.005], more than the tolerated 0.005`.
  func text(_ ruling: Ruling) -> String { "\(observation), \(end(ruling))" }

  private var observation: String {
    let decimals = NumberText.decimals(for: value, in: bounds, against: thresholds)
    switch wording.manner {
    case .level:
      let shown = [value, bounds.lower, bounds.upper].map {
        NumberText.fixed($0, decimals: decimals)
      }
      return "\(wording.topic) is \(shown[0]) [\(shown[1]), \(shown[2])]"
    case .change:
      let lower = NumberText.signed(bounds.lower, decimals: decimals)
      let upper = NumberText.signed(bounds.upper, decimals: decimals)
      return "\(wording.topic) \(change(decimals)) [\(lower), \(upper)]"
    }
  }

  private func change(_ decimals: Int) -> String {
    let magnitude = NumberText.fixed(value.magnitude, decimals: decimals)
    guard value != 0 else { return "did not change: \(magnitude)" }
    let verb = value > 0 ? "rose by" : "fell by"
    guard magnitude.contains(where: { ("1"..."9").contains($0) }) else {
      let unit = magnitude.isEmpty ? "1" : magnitude.dropLast() + "1"
      return "\(verb) less than \(unit)"
    }
    return "\(verb) \(magnitude)"
  }

  private func end(_ ruling: Ruling) -> String {
    switch ruling {
    case .pass: wording.pass
    case .fail: wording.fail
    case .inconclusive, .notEvaluated: wording.open
    }
  }
}
