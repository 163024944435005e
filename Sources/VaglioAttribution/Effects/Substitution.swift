internal import VaglioModels

/// What a model says of rows when one feature is set to each of some values, all else left.
struct Substitution: Sendable {
  private let model: ScaledModel
  private let background: FeatureMatrix
  private let trees: SubstitutedTrees?
  /// What the model says of the rows as they are.
  let own: OutputMatrix

  /// The most numbers that are held of one feature.
  static let mostValues = 1 << 27

  /// Trees are walked instead of being called wherever they allow.
  init(
    _ model: ScaledModel, _ background: FeatureMatrix, walksTrees: Bool = true
  ) throws(AttributionError) {
    try model.refuseLabels()
    (self.model, self.background) = (model, background)
    let trees = walksTrees ? (model.model as? TreeModel).flatMap(SubstitutedTrees.init) : nil
    own = try model.steadyAnswers(to: background)
    self.trees = trees
  }

  /// A feature with the values that it is given.
  struct Request: Sendable {
    let feature: Int
    let points: [EffectPoint]
  }

  /// What the model says with a feature at each point: points × rows × outputs.
  struct Answers {
    let values: [Double]
    let rowCount: Int
    let outputCount: Int

    /// One output at one point, of all rows.
    func column(point: Int, output: Int) -> [Double] {
      let start = point * rowCount * outputCount + output
      return (0..<rowCount).map { values[start + $0 * outputCount] }
    }
  }

  /// Calls `body` for each request with its answers.
  func answers(
    _ requests: [Request], _ body: (Request, Answers) throws(AttributionError) -> Void
  ) throws(AttributionError) {
    for request in requests {
      guard request.points.count * own.values.count <= Self.mostValues else {
        throw .refused(
          "\(request.points.count) points × \(own.rowCount) rows × \(own.outputCount) outputs are "
            + "more than fit in memory",
          remedy: "give a sample of the rows as background")
      }
    }
    if let trees {
      try answersOfTrees(trees, requests, body)
    } else {
      for request in requests { try body(request, try asked(request)) }
    }
  }

  /// As many features at once as take little memory.
  private func answersOfTrees(
    _ trees: SubstitutedTrees, _ requests: [Request],
    _ body: (Request, Answers) throws(AttributionError) -> Void
  ) throws(AttributionError) {
    guard let tree = model.model as? TreeModel else { return }
    let margins: OutputMatrix
    do { margins = try tree.margins(of: background, threads: model.threads) } catch {
      throw .model(error)
    }
    var rest = requests[...]
    while !rest.isEmpty {
      var (batch, cells) = ([Request](), 0)
      while let next = rest.first,
        batch.isEmpty || (cells + next.points.count) * margins.values.count <= 1 << 25
      {
        batch.append(rest.removeFirst())
        cells += next.points.count
      }
      let found = trees.margins(of: background, own: margins, batch, threads: model.threads)
      for (request, margins) in zip(batch, found) {
        let answers = model.scale == .margin ? margins : tree.link.predictions(of: margins)
        try body(
          request,
          Answers(
            values: answers.values, rowCount: own.rowCount, outputCount: answers.outputCount))
      }
    }
  }

  /// About how many rows the model is asked at a time where there are fewer.
  private static let rowsPerCall = 8192

  private func asked(_ request: Request) throws(AttributionError) -> Answers {
    let rows = own.rowCount
    let together = max(1, Self.rowsPerCall / rows)
    var values: [Double] = []
    for start in stride(from: 0, to: request.points.count, by: together) {
      let points = Array(request.points[start..<min(request.points.count, start + together)])
      let column = background.columns[request.feature].filled(with: points, rows: rows)
      let asked: FeatureMatrix
      if points.count == 1 {
        asked = background.replacing([request.feature: column])
      } else {
        let tiled = Array(points.map { _ in 0..<Int32(rows) }.joined())
        asked = background.gathered(tiled).replacing([request.feature: column])
      }
      values += try model.answers(to: asked) {
        "row \($0 % rows + 1) with another value of column \(request.feature + 1)"
      }.values
    }
    return Answers(values: values, rowCount: rows, outputCount: own.outputCount)
  }
}
