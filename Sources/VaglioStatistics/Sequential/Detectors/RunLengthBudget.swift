/// How seldom false alarms may ring, as the threshold of an e-detector.
public enum RunLengthBudget {
  /// The threshold A with which the mean number of rows to a false alarm is at least `rows`: A = rows.
  public static func threshold(rows: Double) throws(SequentialError) -> Double {
    try SequentialInput.number(rows, "rows", atLeast: 1, isOpen: true)
  }

  /// The threshold for one of `monitors` watches, each with `rowsPerDay` rows, such that all together
  /// ring falsely once in `days` on average at most: A = days·rowsPerDay·monitors.
  ///
  /// Each watch restarts after its alarm; the rates of the watches add up, whatever their dependence.
  public static func threshold(
    days: Double, rowsPerDay: Double, monitors: Int = 1
  ) throws(SequentialError) -> Double {
    let days = try SequentialInput.number(days, "days", atLeast: 0, isOpen: true)
    let rows = try SequentialInput.number(rowsPerDay, "rowsPerDay", atLeast: 0, isOpen: true)
    let count = try SequentialInput.count(monitors, "monitors", atLeast: 1)
    return try threshold(rows: days * rows * Double(count))
  }
}
