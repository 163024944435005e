public import VaglioFindings

/// How the attributions of a model were made, for the record.
public struct AttributionAccount: Hashable, Sendable {
  /// The model.
  public let subject: Subject
  /// The explainer by its name: `tree-path-dependent`, `permutation`.
  public let method: String
  /// What is shared out: `margin` or `prediction`.
  public let scale: String
  /// How many rows were explained.
  public let rows: Int
  /// How many features or groups share.
  public let features: Int
  /// One name per output.
  public let outputs: [String]
  /// One per output.
  public let baseValues: [Double]
  /// How many rows the background has; `nil` without one.
  public let background: Int?
  /// How often the model was asked about a row; `nil` where it was not.
  public let evaluations: Int?
  /// The greatest standard error of the coalitions drawn; `nil` where attributions are exact.
  public let largestError: Double?

  /// An account.
  ///
  /// - Precondition: a base value per output.
  public init(
    subject: Subject, method: String, scale: String, rows: Int, features: Int, outputs: [String],
    baseValues: [Double], background: Int? = nil, evaluations: Int? = nil,
    largestError: Double? = nil
  ) {
    precondition(outputs.count == baseValues.count, "a base value per output")
    (self.subject, self.method, self.scale) = (subject, method, scale)
    (self.rows, self.features, self.outputs) = (rows, features, outputs)
    (self.baseValues, self.background) = (baseValues, background)
    (self.evaluations, self.largestError) = (evaluations, largestError)
  }
}

extension AttributionAccount {
  /// The account as the record writes it under its subject's name.
  public var json: JSONValue {
    .members([
      "method": .string(method), "scale": .string(scale), "rows": .count(rows),
      "features": .count(features), "outputs": .array(outputs.map(JSONValue.string)),
      "base_values": .array(baseValues.map(JSONValue.number)),
      "background": background.map(JSONValue.count),
      "evaluations": evaluations.map(JSONValue.count),
      "largest_error": largestError.map(JSONValue.number),
    ])
  }

  /// The account of a subject that a record holds at a place.
  public init(of subject: Subject, json place: JSONPlace) throws(RecordError) {
    let (outputs, baseValues) = (
      try place["outputs"].strings(), try place["base_values"].numbers()
    )
    guard outputs.count == baseValues.count else {
      throw place["base_values"].failure(expected: "a number per output")
    }
    self.init(
      subject: subject, method: try place["method"].string(), scale: try place["scale"].string(),
      rows: try place["rows"].count(), features: try place["features"].count(), outputs: outputs,
      baseValues: baseValues,
      background: try place["background"].optional { place throws(RecordError) in
        try place.count()
      },
      evaluations: try place["evaluations"].optional { place throws(RecordError) in
        try place.count()
      },
      largestError: try place["largest_error"].optional { place throws(RecordError) in
        try place.number()
      })
  }
}
