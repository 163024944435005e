internal import VaglioModels

/// MLflow's scoring server: `{"dataframe_split": {"columns": […], "data": [[…]]}}` is answered by
/// `{"predictions": […]}`, before version 2.0 by the list alone.
struct MLflowDialect: ServerDialect {
  let features: [Feature]
  let output: String?

  var facts: [ModelSummary.Fact] { [] }

  func request(_ rows: Range<Int>, of matrix: FeatureMatrix) throws(ModelError) -> [UInt8] {
    let cells = try FeatureCells(rows, of: matrix, features: features)
    var text = JSONText(capacity: rows.count * (cells.count * 20 + 2) + features.count * 20 + 60)
    text.raw(#"{"dataframe_split":{"columns":"#)
    text.strings(features.map(\.name))
    text.raw(#","data":"#)
    text.list(rows) { cells.writeRow($1, into: &$0) }
    text.raw("}}")
    return text.bytes
  }

  func answer(_ document: DocumentPlace, rowCount: Int) throws(ModelError) -> AnswerMatrix {
    switch document.value {
    case .object:
      try AnswerMatrix(
        listsOrObjects: document["predictions"], expecting: rowCount, output: output)
    default:
      try AnswerMatrix(listsOrObjects: document, expecting: rowCount, output: output)
    }
  }
}
