/// What is being done now, on one line of a terminal that is wiped at the end.
struct ProgressBar: Sendable {
  private let isShown: Bool
  private let steps: Int
  private static let width = 24

  /// A bar of so many steps; nothing is shown unless a person looks.
  init(steps: Int, isWanted: Bool) {
    self.steps = max(steps, 1)
    isShown = isWanted && StandardStream.error.isTerminal
  }

  /// Shows that a step, from 0, has begun.
  func begin(_ step: Int, _ words: String) {
    guard isShown else { return }
    let filled = Self.width * min(step, steps) / steps
    let bar =
      String(repeating: "━", count: filled) + String(repeating: "╌", count: Self.width - filled)
    try? StandardStream.error.write("\r\u{1B}[K\(bar)  \(words)")
  }

  /// Wipes the bar.
  func end() {
    guard isShown else { return }
    try? StandardStream.error.write("\r\u{1B}[K")
  }
}
