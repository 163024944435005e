/// The column of names at the left of a chart of rows.
enum LabelColumn {
  /// Where it ends: as wide as the longest name, but within a quarter and a third of the chart.
  static func end(of labels: [String]) -> Double {
    let widest = labels.map { TextWidth.of(SafeText.shortened($0, to: 120), size: 13) }.max() ?? 0
    return min(max(widest + 2, 224), 300)
  }
}
