internal import VaglioFindings
internal import VaglioModels
internal import VaglioTables

extension AnswerMatrix {
  /// Predictions as JSON servers answer them: one number, text or list a row, or one object a row
  /// with a member for each output, of which `output` may be chosen.
  init(
    listsOrObjects place: DocumentPlace, expecting rowCount: Int, output: String?
  ) throws(ModelError) {
    guard case .array(let elements) = place.value, case .object? = elements.first else {
      try self.init(rows: place, expecting: rowCount)
      return
    }
    try Self.check(elements.count, rowCount)
    try self.init(objects: try place.elements(), output: output)
  }

  private init(objects rows: [DocumentPlace], output: String?) throws(ModelError) {
    let known = Self.inOrder(try rows[0].members().map(\.name))
    let names = try output.map { (name) throws(ModelError) in [try Self.choice(name, known)] }
    var cells = AnswerCells()
    var width = 0
    for (row, place) in rows.enumerated() {
      for name in names ?? known { try cells.add(place[name]) }
      if row == 0 { width = cells.count }
      guard width > 0, cells.count == (row + 1) * width else {
        throw ModelError(
          .service, place: place.path, problem: "rows of unequal length were answered")
      }
    }
    if names == nil, known.count > 1, width != known.count {
      throw Self.severalOutputs(known)
    }
    self.init(
      rowCount: rows.count, width: width, cells: cells.cells,
      names: names == nil && known.count > 1 ? known : nil)
  }

  /// Members of an object have no order of their own: numbers go by size, other names by the letter.
  private static func inOrder(_ names: [String]) -> [String] {
    let numbers = names.compactMap { Int($0) }
    return numbers.count == names.count
      ? zip(numbers, names).sorted { $0.0 < $1.0 }.map(\.1) : names.sorted()
  }

  /// The name of an output that was asked for.
  static func choice(_ name: String, _ known: [String]) throws(ModelError) -> String {
    if known.contains(name) { return name }
    let remedy =
      if let nearest = NearestWord(to: name, among: known) {
        "did you mean \"\(legible(nearest.word))\"?"
      } else {
        "there are \(legible(known.prefix(12).joined(separator: ", "), 160))"
      }
    throw ModelError(
      .service, problem: "the answer has no output \"\(legible(name))\"", remedy: remedy)
  }

  /// The error that one of several outputs must be chosen.
  static func severalOutputs(_ known: [String]) -> ModelError {
    ModelError(
      .service, problem: "the answer has \(known.count) outputs",
      remedy: "choose one: \(legible(known.prefix(12).joined(separator: ", "), 160))")
  }
}
