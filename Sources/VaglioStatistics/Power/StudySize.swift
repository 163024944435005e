/// The search for the fewest rows that suffice.
public enum StudySize {
  /// The most rows that are searched.
  public static let most = 1_000_000_000

  /// The smallest number of rows, at least 2, from which on `suffices` holds, if it holds from one on;
  /// found by doubling and halving; `nil` if it does not hold at ``most``.
  public static func fewest(_ suffices: (Int) -> Bool) -> Int? {
    if suffices(2) { return 2 }
    var (below, above) = (2, 2)
    repeat {
      guard above < most else { return nil }
      below = above
      above = min(most, above * 2)
    } while !suffices(above)
    while above - below > 1 {
      let middle = below + (above - below) / 2
      if suffices(middle) { above = middle } else { below = middle }
    }
    return above
  }
}
