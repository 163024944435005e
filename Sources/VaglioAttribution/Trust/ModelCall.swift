internal import VaglioFindings
internal import VaglioModels

/// One output of a model on one scale, as a function of rows. The others are not looked at.
struct ModelCall: Sendable {
  private let model: ScaledModel
  private let output: Int
  private let width: Int

  /// The output of this name, or the only one.
  ///
  /// - Throws: a refusal of an output that there isn't, and of margins of a model without them.
  init(
    _ model: any Model, scale: Attributions.Scale, output: String?, threads: Int
  ) throws(AttributionError) {
    self.model = try ScaledModel(model, scale: scale, threads: max(1, threads))
    let names = model.output.names
    width = names.count
    self.output = try Self.index(of: output, among: names)
  }

  private static func index(
    of output: String?, among names: [String]
  ) throws(AttributionError) -> Int {
    guard let output else {
      guard names.count == 1 else {
        throw .refused(
          "the model has the outputs \(names.joined(separator: ", "))", remedy: "name one of them")
      }
      return 0
    }
    guard let index = names.firstIndex(of: output) else {
      throw .refused(
        "the model has no output \"\(output)\"; it has \(names.joined(separator: ", "))",
        remedy: NearestWord(to: output, among: names).map { "did you mean \"\($0.word)\"?" })
    }
    return index
  }

  /// How many rows of so many features a call may hold: at most those that are asked for, and no more
  /// than 2²⁴ values, 128 MB.
  static func rows(atMost batch: Int, width: Int) -> Int {
    max(1, min(batch, (1 << 24) / max(1, width)))
  }

  /// What the model says of rows, one finite value each; `rows` tells in messages which they are.
  func values(_ matrix: FeatureMatrix, rows: String = "row") throws(AttributionError) -> [Double] {
    let answer = try model.unchecked(matrix)
    guard answer.outputCount == width else {
      throw .refused("the model gives \(answer.outputCount) values for a row, and names \(width)")
    }
    let values = (0..<matrix.rowCount).map { answer.values[$0 * width + output] }
    if let row = values.firstIndex(where: { !$0.isFinite }) {
      throw .refused("the model says \(values[row]) of \(rows) \(row + 1)")
    }
    return values
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
