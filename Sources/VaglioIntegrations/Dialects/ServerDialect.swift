internal import VaglioModels

/// How one protocol writes requests and reads answers.
protocol ServerDialect: Sendable {
  /// What the requests hold beside the rows, for people.
  var facts: [ModelSummary.Fact] { get }

  /// The request for some of the rows, the features in their order.
  func request(_ rows: Range<Int>, of matrix: FeatureMatrix) throws(ModelError) -> [UInt8]

  /// The answer to a request of so many rows.
  func answer(_ document: DocumentPlace, rowCount: Int) throws(ModelError) -> AnswerMatrix
}
