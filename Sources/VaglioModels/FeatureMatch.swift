internal import VaglioFindings
public import VaglioTables

/// The columns of a table as the features of a model, matched by name.
public struct FeatureMatch: Sendable {
  /// The rows of features, in the model's order.
  public let rows: FeatureMatrix
  /// Columns of the table that the model doesn't take.
  public let unused: [String]
  /// Categories that the model was not fitted to, by feature: how many rows have each.
  public let unseen: [String: [String: Int]]

  /// Matches the columns of a table with features; `file` is the model's, for messages.
  ///
  /// A number column serves a category feature by its numbers' shortest texts, and texts do in the
  /// spelling of the categories (see ``LevelSpelling``); a category column serves a number feature
  /// never: it is refused with its first value.
  public init(_ features: [Feature], in table: Table, file: String) throws(ModelError) {
    var columns: [FeatureMatrix.Column] = []
    var unseen: [String: [String: Int]] = [:]
    for feature in features {
      guard let column = table[feature.name] else {
        throw Self.missing(feature, table, file, features)
      }
      switch feature.kind {
      case .number, .code: columns.append(.numbers(try Self.numbers(column, feature, table, file)))
      case .text: columns.append(.texts(LevelSpelling(feature).texts(of: column)))
      case .category(let levels):
        let texts = LevelSpelling(feature).texts(of: column)
        let known = Set(levels)
        for (level, count) in zip(texts.levels, texts.counts) where !known.contains(level) {
          unseen[feature.name, default: [:]][level] = count
        }
        columns.append(.texts(texts))
      }
    }
    let names = Set(features.map(\.name))
    unused = table.columnNames.filter { !names.contains($0) }
    self.unseen = unseen
    rows = FeatureMatrix(columns, rowCount: table.rowCount)
  }

  private static func missing(
    _ feature: Feature, _ table: Table, _ file: String, _ features: [Feature]
  ) -> ModelError {
    let absent = features.filter { table[$0.name] == nil }
    let others =
      absent.count > 1 ? " (nor \(absent.count - 1) more of its \(features.count) features)" : ""
    let known = table.columnNames
    let remedy =
      if let nearest = NearestWord(to: feature.name, among: known) {
        "the nearest column is \"\(legible(nearest.word))\"; features are matched by name"
      } else {
        "features are matched by name; the columns are "
          + legible(known.prefix(12).joined(separator: ", "), 160)
      }
    return ModelError(
      .mismatch, file: file,
      problem:
        "the model takes \"\(legible(feature.name))\", which \(table.files.first ?? "table") "
        + "does not have\(others)", remedy: remedy)
  }

  private static func numbers(
    _ column: Column, _ feature: Feature, _ table: Table, _ file: String
  ) throws(ModelError) -> [Double] {
    switch column.values {
    case .numbers(let numbers): return numbers
    case .booleans(let values):
      return values.indices.map { column.missing?[$0] == true ? .nan : values[$0] ? 1 : 0 }
    case .categories(let texts) where texts.levels.isEmpty:
      return Array(repeating: .nan, count: texts.codes.count)
    default:
      let row = (0..<column.count).first { column.missing?[$0] != true } ?? 0
      let place = table.source(ofRow: row)
      let value = column.categorized[row].map {
        ", for example \"\(legible($0))\" in row \(place.row)"
      }
      throw ModelError(
        .mismatch, file: file,
        problem: "the feature \"\(legible(feature.name))\" takes numbers, but the column in "
          + "\(place.file) holds \(column.typeName) values\(value ?? "")",
        remedy: "give the column as the model was fitted to it")
    }
  }
}
