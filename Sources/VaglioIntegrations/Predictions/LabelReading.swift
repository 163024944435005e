internal import VaglioModels
internal import VaglioTables

/// Labels as the indices of their classes.
struct LabelReading: Sendable {
  let classes: [String]
  private let codes: [String: Double]

  /// Learned from the labels of a sample.
  ///
  /// Labels are matched with the classes by their texts; whole numbers that are the text of no class
  /// are taken as the classes' places from 0. Without classes 0 and 1 alone are understood.
  init(_ sample: AnswerMatrix.Cells, classes known: [String]?) throws(ModelError) {
    let labels = Self.texts(sample)
    let seen = Set(labels.compactMap(\.self))
    if let known {
      classes = known
      let names = known.enumerated().map { ($0.element, Double($0.offset)) }
      let places = known.indices.map { ("\($0)", Double($0)) }
      let isByPlace = seen.isDisjoint(with: known) && seen.isSubset(of: places.map(\.0))
      codes = Dictionary(isByPlace ? places : names) { first, _ in first }
      return
    }
    classes = ["0", "1"]
    codes = ["0": 0, "1": 1]
    if let other = labels.firstIndex(where: { $0 != nil && $0 != "0" && $0 != "1" }) {
      throw ModelError(
        .service,
        problem:
          "labels are answered, \"\(legible(labels[other] ?? ""))\" for row \(other + 1), and "
          + "it is not known which classes there are",
        remedy: "name the classes in their order, or let the model answer probabilities")
    }
  }

  private static func texts(_ cells: AnswerMatrix.Cells) -> [String?] {
    switch cells {
    case .texts(let texts): texts
    case .numbers(let numbers):
      numbers.map { $0.isNaN ? nil : Int(exactly: $0).map { "\($0)" } ?? "\($0)" }
    }
  }

  /// The places of labels among the classes, NaN where there is none.
  func codes(_ cells: AnswerMatrix.Cells, firstRow: Int) throws(ModelError) -> [Double] {
    var result: [Double] = []
    for (row, label) in Self.texts(cells).enumerated() {
      guard let label else {
        result.append(.nan)
        continue
      }
      guard let code = codes[label] else {
        throw ModelError(
          .service,
          problem:
            "\"\(legible(label))\" was answered for row \(firstRow + row + 1), which is none "
            + "of the classes \(legible(classes.prefix(12).joined(separator: ", "), 160))",
          remedy:
            "where the predictions are no labels, say what they are: probability, value or score"
        )
      }
      result.append(code)
    }
    return result
  }
}
