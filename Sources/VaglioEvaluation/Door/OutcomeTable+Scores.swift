public import VaglioTables

extension OutcomeTable {
  /// A column of scores, checked: probabilities where `areProbabilities`, and not all the same.
  public func scores(_ name: String, areProbabilities: Bool) throws(TableError) -> [Double] {
    let scores = try numbers(name)
    if areProbabilities, let row = scores.firstIndex(where: { !(0...1).contains($0) }) {
      throw table.error(
        row: row, column: name, value: "\(scores[row])",
        problem: "is not a probability between 0 and 1",
        remedy: Self.remedy(forNoProbability: scores[row], metric: "roc_auc"))
    }
    if let first = scores.first, scores.count > 1, scores.allSatisfy({ $0 == first }) {
      throw TableError(
        .badValue, file: table.files.first ?? "table", column: name,
        problem: "all \(scores.count) scores are \(first)",
        remedy: "a model that says the same of every row can't be judged; is it the right column?")
    }
    return scores
  }

  /// A column of predicted numbers, checked: each is finite.
  public func predictions(_ name: String) throws(TableError) -> [Double] {
    let predictions = try numbers(name)
    if let row = predictions.firstIndex(where: { !$0.isFinite }) {
      throw table.error(
        row: row, column: name, value: "\(predictions[row])", problem: "is not a finite number",
        remedy: "mend the row or leave it out")
    }
    return predictions
  }

  /// What to do about a score that should be a probability. Rounding is not mended here: what is
  /// measured are the scores as they stand in the data.
  static func remedy(forNoProbability score: Double, metric: String) -> String {
    (-1e-6...1 + 1e-6).contains(score)
      ? "rounding has carried it out of range: hold the column within 0 and 1 where it is made"
      : "for scores that are no probabilities name the metrics, such as --metric \(metric)"
  }

  func numbers(_ name: String) throws(TableError) -> [Double] {
    let column = try table.column(name)
    guard let numbers = column.numbers else {
      throw TableError(
        .badValue, file: table.files.first ?? "table", column: name,
        problem: "holds \(column.typeName) values, but scores are numbers",
        remedy: "name another column")
    }
    return numbers
  }
}
