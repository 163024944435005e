internal import VaglioFindings
internal import VaglioModels

/// One output of a model on one scale, as a function of rows.
struct ModelCall: Sendable {
  private let model: any Model
  private let margins: (any MarginModel)?
  private let output: Int
  private let width: Int
  private let threads: Int

  /// The output of this name, or the only one.
  ///
  /// - Throws: a refusal of an output that there isn't, and of margins of a model without them.
  init(
    _ model: any Model, scale: Attributions.Scale, output: String?, threads: Int
  ) throws(AttributionError) {
    let names = model.output.names
    self.model = model
    self.threads = max(1, threads)
    switch scale {
    case .prediction: (margins, width) = (nil, names.count)
    case .margin:
      guard let model = model as? any MarginModel else {
        throw .refused(
          "the model has no margins", remedy: "take attributions of its predictions")
      }
      (margins, width) = (model, names.count)
    }
    if let output {
      guard let index = names.firstIndex(of: output) else {
        throw .refused(
          "the model has no output \"\(output)\"; it has \(names.joined(separator: ", "))",
          remedy: NearestWord(to: output, among: names).map { "did you mean \"\($0.word)\"?" })
      }
      self.output = index
    } else if names.count == 1 {
      self.output = 0
    } else {
      throw .refused(
        "the model has the outputs \(names.joined(separator: ", "))", remedy: "name one of them")
    }
  }

  /// How many rows of so many features a call may hold: at most those that are asked for, and no more
  /// than 2²⁴ values, 128 MB.
  static func rows(atMost batch: Int, width: Int) -> Int {
    max(1, min(batch, (1 << 24) / max(1, width)))
  }

  /// What the model says of rows, one finite value each; `rows` tells in messages which they are.
  func values(_ matrix: FeatureMatrix, rows: String = "row") throws(AttributionError) -> [Double] {
    let answer = try all(matrix, rows: rows)
    return (0..<matrix.rowCount).map { answer[$0 * width + output] }
  }

  /// Every output of rows, row-major.
  private func all(_ matrix: FeatureMatrix, rows: String) throws(AttributionError) -> [Double] {
    let answer: OutputMatrix
    do throws(ModelError) {
      if let margins {
        answer = try margins.margins(of: matrix, threads: threads)
      } else {
        answer = try model.predictions(of: matrix, threads: threads)
      }
    } catch { throw .model(error) }
    guard answer.outputCount == width, answer.rowCount == matrix.rowCount else {
      throw .refused(
        "the model gives \(answer.rowCount) rows of \(answer.outputCount) values for "
          + "\(matrix.rowCount) of \(width)")
    }
    for row in 0..<answer.rowCount {
      let value = answer.values[row * width + output]
      guard value.isFinite else {
        throw .refused("the model says \(value) of \(rows) \(row + 1)")
      }
    }
    return answer.values
  }

  /// Refuses a model that says something else when it is asked again.
  func checkRepeats(
    _ matrix: FeatureMatrix, said values: [Double]
  ) throws(AttributionError) {
    let again = try self.values(matrix)
    guard let row = values.indices.first(where: { again[$0] != values[$0] }) else { return }
    throw .refused(
      "asked twice, the model says \(values[row]) and \(again[row]) of row \(row + 1)",
      remedy: "a model has to say the same of the same row")
  }
}
