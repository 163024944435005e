internal import VaglioGates

extension Ruling {
  /// The ruling's sign, whose shape differs from all others.
  var sign: String {
    switch self {
    case .pass: "✓"
    case .fail: "✕"
    case .inconclusive: "◆"
    case .notEvaluated: "○"
    }
  }

  /// Sign and word: `✓ pass`.
  var label: String { "\(sign) \(rawValue)" }

  /// The ruling's colour.
  var ink: Ink {
    switch self {
    case .pass: .pass
    case .fail: .fail
    case .inconclusive: .inconclusive
    case .notEvaluated: .notEvaluated
    }
  }

  /// The shape that marks the ruling in charts.
  var mark: Canvas.Mark {
    switch self {
    case .pass: .dot
    case .fail: .square
    case .inconclusive: .diamond
    case .notEvaluated: .ring
    }
  }

  /// The ruling as a badge.
  var badge: Markup {
    .element(
      "span", ["class": "badge r-\(ink.rawValue)"],
      .element("span", ["aria-hidden": "true"], .text("\(sign)\u{A0}")), .text(rawValue))
  }
}
