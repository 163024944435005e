extension [Double] {
  /// The index of the first element above a number in an ascending list; the count if there is none.
  func firstIndex(above number: Double) -> Int { partition { $0 > number } }

  /// The index of the first element that is not below a number in an ascending list; the count if
  /// there is none.
  func firstIndex(notBelow number: Double) -> Int { partition { $0 >= number } }

  /// Where `isBehind`, once true, stays true.
  @inline(__always)
  private func partition(_ isBehind: (Double) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = low + (high - low) / 2
      if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
