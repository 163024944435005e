internal import VaglioModels

/// The game that is shared out for each explained row: the worth of a coalition of features is what
/// the model says of the row with all other features taken from the background, on average over the
/// background,
///
///     v(S) = Σ_b w_b f(x_S, b_N∖S)
///
/// (interventional, or marginal, Shapley values: Lundberg and Lee 2017, arXiv:1705.07874; Janzing et
/// al. 2020, arXiv:1910.13413). Players are groups of features. Composite rows are made and asked
/// about in batches, whatever rows and coalitions they belong to.
struct CoalitionGame {
  let model: ScaledModel
  let players: Int
  let groupOfFeature: [Int]
  let background: CellTable
  /// What the model says of the background, row-major rows × outputs.
  let backgroundAnswers: [Double]
  /// One per background row, of sum 1.
  let weights: [Double]
  let outputCount: Int
  /// The most composite rows in one call.
  let batch: Int

  /// The rows that are explained.
  private(set) var rows: CellTable
  /// What the model says of them, row-major.
  private(set) var answers: [Double]
  /// How many rows the model has been asked about, the background's included.
  private(set) var evaluations: Int

  /// The most cells of one call: 64 MB of numbers.
  static let cellLimit = 1 << 23

  init(
    _ model: ScaledModel, groups: FeatureGroups, background: CellTable,
    backgroundAnswers: OutputMatrix, weights: [Double], rows: CellTable, answers: [Double],
    batch: Int
  ) {
    (self.model, players, groupOfFeature) = (model, groups.count, groups.groupOfFeature)
    (self.background, self.backgroundAnswers) = (background, backgroundAnswers.values)
    (self.weights, outputCount) = (weights, backgroundAnswers.outputCount)
    (self.rows, self.answers) = (rows, answers)
    self.batch = max(1, min(batch, Self.cellLimit / max(1, background.featureCount)))
    evaluations = background.rowCount + rows.rowCount
  }

  /// The players in which a row differs from one of the background, ascending: all others add
  /// nothing.
  func differing(row: Int, background index: Int) -> [Int32] {
    var differs = [Bool](repeating: false, count: players)
    for (feature, group) in groupOfFeature.enumerated() where !differs[group] {
      differs[group] = !CellTable.areSame(
        rows.cell(feature, row), background.cell(feature, index))
    }
    return differs.indices.filter { differs[$0] }.map(Int32.init)
  }

  /// What the model says of composites, request-major × outputs.
  mutating func worths(of requests: CoalitionRequests) throws(AttributionError) -> [Double] {
    var worths: [Double] = []
    worths.reserveCapacity(requests.count * outputCount)
    for start in stride(from: 0, to: requests.count, by: batch) {
      let part = start..<min(start + batch, requests.count)
      let answers = try model.answers(to: composites(requests, part)) { index in
        "row \(requests.rows[start + index] + 1) with features of row "
          + "\(requests.backgrounds[start + index] + 1) of the background"
      }
      guard answers.outputCount == outputCount else {
        throw .refused(
          "the model answers with \(answers.outputCount) outputs after \(outputCount)")
      }
      worths += answers.values
      evaluations += part.count
    }
    return worths
  }

  private func composites(_ requests: CoalitionRequests, _ part: Range<Int>) -> FeatureMatrix {
    let columns = groupOfFeature.indices.map { feature in
      rows.column(feature, composite(feature, requests, part))
    }
    return FeatureMatrix(columns, rowCount: part.count)
  }

  private func composite(
    _ feature: Int, _ requests: CoalitionRequests, _ part: Range<Int>
  ) -> [Double] {
    let (word, bit) = (groupOfFeature[feature] >> 6, UInt64(groupOfFeature[feature] & 63))
    let (own, other) = (feature * rows.rowCount, feature * background.rowCount)
    let words = requests.words
    return [Double](unsafeUninitializedCapacity: part.count) { column, count in
      rows.cells.withUnsafeBufferPointer { rowCells in
        background.cells.withUnsafeBufferPointer { backgroundCells in
          requests.masks.withUnsafeBufferPointer { masks in
            requests.rows.withUnsafeBufferPointer { row in
              requests.backgrounds.withUnsafeBufferPointer { back in
                for index in 0..<part.count {
                  let request = part.lowerBound &+ index
                  let isIn = masks[request &* words &+ word] &>> bit & 1
                  column[index] =
                    isIn == 1
                    ? rowCells[own &+ Int(row[request])]
                    : backgroundCells[other &+ Int(back[request])]
                }
              }
            }
          }
        }
      }
      count = part.count
    }
  }
}
