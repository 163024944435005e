internal import VaglioModels

/// KServe v1: `{"instances": […]}` is answered by `{"predictions": […]}`, one element each a row.
struct KServeV1Dialect: ServerDialect {
  let features: [Feature]
  let layout: ServerOptions.Layout
  let output: String?

  var facts: [ModelSummary.Fact] { [.init("layout", .text(layout.rawValue))] }

  func request(_ rows: Range<Int>, of matrix: FeatureMatrix) throws(ModelError) -> [UInt8] {
    let cells = try FeatureCells(rows, of: matrix, features: features)
    var text = JSONText(capacity: rows.count * (cells.count * 20 + 2) + 20)
    text.raw(#"{"instances":"#)
    let names = features.map { feature in
      var name = JSONText(capacity: feature.name.utf8.count + 3)
      name.string(feature.name)
      name.raw(":")
      return name.bytes
    }
    text.list(rows) { text, row in
      if layout == .matrix { return cells.writeRow(row, into: &text) }
      for column in 0..<cells.count {
        text.raw(column == 0 ? "{" : ",")
        text.written(names[column])
        cells.write(row: row, column: column, into: &text)
      }
      text.raw("}")
    }
    text.raw("}")
    return text.bytes
  }

  func answer(_ document: DocumentPlace, rowCount: Int) throws(ModelError) -> AnswerMatrix {
    try AnswerMatrix(
      listsOrObjects: document["predictions"], expecting: rowCount, output: output)
  }
}
