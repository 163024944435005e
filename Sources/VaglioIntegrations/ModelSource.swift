public import VaglioModels
public import VaglioTables

/// Something that predicts, but doesn't tell beforehand what its predictions are: a server, or a
/// program. It becomes a ``Model`` by predicting a few rows.
public protocol ModelSource: Sendable {
  /// The features that it takes; `nil` where it doesn't tell, and takes what it is given.
  var features: [Feature]? { get }

  /// The model that takes these features; from the predictions of the sample's first rows it is
  /// learned what predictions are.
  ///
  /// - Precondition: the sample has one column a feature.
  func model(taking features: [Feature], sample: FeatureMatrix) throws(ModelError) -> any Model
}

/// A model with the rows of a table as its features.
public struct MatchedModel: Sendable {
  /// The model.
  public let model: any Model
  /// The table's rows, and what of the table the model doesn't take.
  public let match: FeatureMatch
}

extension ModelSource {
  /// The model that takes the features of a table: those that it tells, else all columns but those
  /// `leavingOut` names (labels, weights, identifiers). `name` stands in messages.
  public func model(
    for table: Table, leavingOut: Set<String> = [], name: String
  ) throws(ModelError) -> MatchedModel {
    var known = features
    if known == nil {
      known = try Self.features(of: table, leavingOut: leavingOut, name: name)
    }
    let features = known ?? []
    let match = try FeatureMatch(features, in: table, file: name)
    return MatchedModel(model: try model(taking: features, sample: match.rows), match: match)
  }

  private static func features(
    of table: Table, leavingOut: Set<String>, name: String
  ) throws(ModelError) -> [Feature] {
    var features: [Feature] = []
    for column in table.columns where !leavingOut.contains(column.name) {
      switch column.values {
      case .numbers, .booleans: features.append(Feature(column.name))
      case .categories: features.append(Feature(column.name, kind: .text))
      case .keys: continue
      case .times:
        throw ModelError(
          .mismatch, file: name,
          problem: "the column \"\(legible(column.name))\" holds times, which are not sent",
          remedy: "leave it out, or give it as a number")
      }
    }
    guard !features.isEmpty else {
      throw ModelError(.mismatch, file: name, problem: "the table has no columns for features")
    }
    return features
  }
}
