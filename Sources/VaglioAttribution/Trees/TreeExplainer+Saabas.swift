internal import VaglioEvaluation
public import VaglioModels

extension TreeExplainer {
  /// Saabas's attributions of rows: at each question on a row's own way the change of the mean of
  /// the training rows, given to the question's player. Values add up to the margin, and take no
  /// time to speak of; but a question counts the less the higher it stands, so that they may rise
  /// where a player's effect falls (Lundberg, Erion and Lee 2018, arXiv:1802.03888): a baseline to
  /// compare with, no explanation. XGBoost calls them approximate contributions.
  ///
  /// - Precondition: as many columns as features of the ensemble; at least one thread.
  public func saabasAttributions(
    of rows: CodedFeatures, threads: Int
  ) throws(AttributionError) -> Attributions {
    guard background == nil else {
      throw .refused(
        "Saabas's attributions know no background", remedy: "make the explainer without one")
    }
    let ranked = RankedRows(
      rows, 0..<rows.rowCount, forest.questions, blockRows: 256, threads: threads)
    let means = forest.trees.map { $0.expectations() }
    let perRow = features.count * outputs.count
    var values = [Double](repeating: 0, count: rows.rowCount * perRow)
    values.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      nonisolated(unsafe) let target = start
      forEachConcurrently(ranked.blockCount, threads: threads) { block in
        ranked.withBlock(block) { ranks in
          for row in 0..<ranked.count(ofBlock: block) {
            follow(ranks + row, ranked.blockRows, means, to: target + (block * 256 + row) * perRow)
          }
        }
      }
    }
    return Attributions(
      features: features, outputs: outputs, scale: .margin, values: values, baseValues: baseValues)
  }

  /// Adds the changes on a row's way through each tree.
  private func follow(
    _ ranks: UnsafePointer<UInt16>, _ stride: Int, _ means: [[Double]],
    to values: UnsafeMutablePointer<Double>
  ) {
    for (tree, means) in zip(forest.trees, means) {
      var index = 0
      while !tree.nodes[index].isLeaf {
        let node = tree.nodes[index]
        let isLeft = ranks[Int(node.column) * stride] < node.below
        let child = isLeft ? index + 1 : Int(node.link)
        let player = forest.players[Int(node.player)]
        for output in 0..<tree.width {
          values[(tree.firstOutput + output) * features.count + player] +=
            means[child * tree.width + output] - means[index * tree.width + output]
        }
        index = child
      }
    }
  }
}
