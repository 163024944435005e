extension Metric {
  /// Whether the value hangs on predictions alone, so that no label is needed.
  public func isLabelFree(at reading: Reading) -> Bool {
    guard
      let cells = self as? any CellMetric, let table = reading as? CellWeights,
      (try? value(of: reading)) != nil
    else { return false }
    let φ = cells.influences(of: table)
    return φ[Cell.trueNegative.rawValue] == φ[Cell.falseNegative.rawValue]
      && φ[Cell.falsePositive.rawValue] == φ[Cell.truePositive.rawValue]
  }
}
