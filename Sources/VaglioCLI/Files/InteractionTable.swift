internal import VaglioAttribution
internal import VaglioModels
internal import VaglioTables

/// Pairwise interactions as a table: one line per explained row, output and pair of features.
///
/// The id, then of two models `model`, of several outputs `class`; `feature` and `other`, the same one on
/// the diagonal, where the feature's main effect stands; and `interaction`, for a pair both halves
/// together, so that the lines of a row and output add up to the output less the base value.
struct InteractionTable {
  private let explained: [ModelExplanation]
  private let rows: ExplainedRows
  private let plan: ExplanationPlan

  /// The most lines: a table of pairs grows with the square of the features.
  private static let most = 20_000_000

  init(_ explained: [ModelExplanation], rows: ExplainedRows, plan: ExplanationPlan) {
    (self.explained, self.rows, self.plan) = (explained, rows, plan)
  }

  /// The file's bytes, in the format that its name says.
  func bytes(for path: String) throws -> [UInt8] {
    let names = Categories(rows.names)
    let outputs = LevelCodes(explained.map(\.attributions.outputs))
    let features = LevelCodes(explained.map(\.attributions.features))
    var codes = [[Int32]](repeating: [], count: 5)
    var numbers: [Double] = []
    for (place, model) in explained.enumerated() {
      try check(model)
      let values = try model.interactions(plan)
      for row in rows.chosen.indices {
        for output in values.outputs.indices {
          for feature in values.features.indices {
            for other in feature..<values.features.count {
              codes[0].append(names.codes[row])
              codes[1].append(Int32(place))
              codes[2].append(outputs.codes[place][output])
              codes[3].append(features.codes[place][feature])
              codes[4].append(features.codes[place][other])
              numbers.append(values.pair(row: row, output: output, feature, other))
            }
          }
        }
      }
    }
    let all: [(name: String, levels: [String], isWanted: Bool)] = [
      (plan.id ?? "row", names.levels, true),
      ("model", explained.map(\.model.role.rawValue), explained.count > 1),
      ("class", outputs.levels, explained.contains { $0.attributions.outputs.count > 1 }),
      ("feature", features.levels, true), ("other", features.levels, true),
    ]
    let labels = zip(all, codes).filter(\.0.isWanted).map { column, codes in
      (column.name, FeatureMatrix.Column.texts(Categories(codes: codes, levels: column.levels)))
    }
    return try ColumnFile(id: nil, columns: labels + [("interaction", .numbers(numbers))])
      .bytes(TableWriter.Format(fileName: path), threads: plan.threads)
  }

  private func check(_ model: ModelExplanation) throws(Trouble) {
    let count = model.groups.count
    let lines = rows.chosen.count * model.attributions.outputs.count * count * (count + 1) / 2
    guard lines > Self.most else { return }
    throw Trouble(
      "--interaction-values: \(rows.chosen.count) rows of \(count) features are \(lines) lines, more "
        + "than \(Self.most); explain fewer rows by --rows or --sample")
  }
}

/// Several lists of names, coded by the places of all different names.
private struct LevelCodes {
  var levels: [String] = []
  var codes: [[Int32]] = []

  init(_ lists: [[String]]) {
    var places: [String: Int32] = [:]
    for list in lists {
      codes.append(
        list.map { name in
          if let place = places[name] { return place }
          let place = Int32(levels.count)
          places[name] = place
          levels.append(name)
          return place
        })
    }
  }
}

extension InteractionValues {
  /// What a pair adds, both halves together; of a feature with itself its main effect.
  func pair(row: Int, output: Int, _ feature: Int, _ other: Int) -> Double {
    let half = self[row, output, feature, other]
    return feature == other
      ? half : half + self[row, output, other, feature]
  }
}
