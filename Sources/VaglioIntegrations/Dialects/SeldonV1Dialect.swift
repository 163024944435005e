internal import VaglioModels
internal import VaglioTables

/// Seldon Core v1: `{"data": {"names": […], "ndarray": [[…]]}}`, answered in the same form.
struct SeldonV1Dialect: ServerDialect {
  let features: [Feature]
  let output: String?

  var facts: [ModelSummary.Fact] { [] }

  func request(_ rows: Range<Int>, of matrix: FeatureMatrix) throws(ModelError) -> [UInt8] {
    let cells = try FeatureCells(rows, of: matrix, features: features)
    var text = JSONText(capacity: rows.count * (cells.count * 20 + 2) + features.count * 20 + 40)
    text.raw(#"{"data":{"names":"#)
    text.strings(features.map(\.name))
    text.raw(#","ndarray":"#)
    text.list(rows) { cells.writeRow($1, into: &$0) }
    text.raw("}}")
    return text.bytes
  }

  func answer(_ document: DocumentPlace, rowCount: Int) throws(ModelError) -> AnswerMatrix {
    if case .string("FAILURE") = document["status"]["status"].value { throw Self.failure(document) }
    let data = document["data"]
    if data["ndarray"].exists {
      return try named(try AnswerMatrix(rows: data["ndarray"], expecting: rowCount), data)
    }
    if data["tensor"].exists {
      let tensor = data["tensor"]
      return try named(
        try AnswerMatrix(
          tensor: tensor["values"], shape: tensor["shape"].integers(), expecting: rowCount), data)
    }
    if document["jsonData"].exists {
      return try AnswerMatrix(
        listsOrObjects: document["jsonData"], expecting: rowCount, output: output)
    }
    let members = (try? document.members().map(\.name)) ?? []
    throw ModelError(
      .service,
      problem:
        "the answer holds no \"data\" with \"ndarray\" or \"tensor\", and no \"jsonData\"; it "
        + "holds \(legible(members.joined(separator: ", "), 160))")
  }

  private static func failure(_ document: DocumentPlace) -> ModelError {
    let info = (try? document["status"]["info"].string()) ?? "no reason"
    return ModelError(.service, problem: "the model failed: \"\(legible(info, 300))\"")
  }

  /// The names of the columns, unless they are the `t:0`, `t:1`, … that the wrapper makes up.
  private func named(_ matrix: AnswerMatrix, _ data: DocumentPlace) throws(ModelError)
    -> AnswerMatrix
  {
    var matrix = matrix
    guard let names = try? data["names"].strings(), names.count == matrix.width,
      names != names.indices.map({ "t:\($0)" })
    else { return matrix }
    matrix.names = names
    return matrix
  }
}
