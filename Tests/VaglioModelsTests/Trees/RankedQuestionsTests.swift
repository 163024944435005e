import Testing

@testable import VaglioModels

/// Ranks answer every question as the question itself does.
struct RankedQuestionsTests {
  @Test(arguments: 0..<40, [TreeEnsemble.Precision.single, .double])
  func `ranks answer as the questions do`(seed: Int, comparison: TreeEnsemble.Precision) throws {
    var drawn = RandomEnsemble(seed: UInt64(seed))
    let ensemble = try drawn.ensemble(trees: 6, depth: 5, comparison: comparison, sum: .double)
    let rows = drawn.rows(75)
    let questions = RankedQuestions(ensemble)
    let (range, stride) = (3..<70, 80)
    var ranks = [UInt16](repeating: 0, count: questions.columnCount * stride)
    ranks.withUnsafeMutableBufferPointer { ranks in
      guard let ranks = ranks.baseAddress else { return }
      questions.rank(rows, range, into: ranks, stride: stride)
    }
    for (tree, own) in zip(ensemble.trees, questions.questions) {
      for (node, question) in zip(tree.nodes, own) {
        guard let split = node.split else {
          #expect(question == nil)
          continue
        }
        let asked = try #require(question)
        for row in range {
          let value = ensemble.compared(rows.columns[split.feature][row])
          let isLeft = ranks[asked.column * stride + row - range.lowerBound] < asked.below
          #expect(isLeft == (split.side(of: value) == .left))
        }
      }
    }
  }

  @Test func `a feature of very many thresholds has several columns`() throws {
    // 70,000 stumps with thresholds 0, 1, 2, …: ranks of 16 bits count 65,534 of them.
    let trees = try (0..<70_000).map { threshold in
      let split = Split(feature: 0, .below(Double(threshold)), missing: .right)
      return try Tree(
        [.init(split, left: 1, right: 2), .init(leaf: 0), .init(leaf: 1)], values: [0, 1],
        target: .output(0), featureCount: 1)
    }
    let ensemble = TreeEnsemble(
      trees, base: [0], featureCount: 1, comparison: .double, sum: .double)
    let questions = RankedQuestions(ensemble)
    #expect(questions.columnCount == 2)
    let values = [-1, 0, 0.5, 65_533, 65_533.5, 65_534, 69_999, 1e9, .nan]
    var ranks = [UInt16](repeating: 0, count: 2 * values.count)
    ranks.withUnsafeMutableBufferPointer { ranks in
      guard let ranks = ranks.baseAddress else { return }
      questions.rank(
        CodedFeatures([values], rowCount: values.count), 0..<values.count, into: ranks,
        stride: values.count)
    }
    for (tree, own) in zip(trees, questions.questions) {
      guard let split = tree.nodes[0].split, let asked = own[0] else { continue }
      for (row, value) in values.enumerated() {
        let isLeft = ranks[asked.column * values.count + row] < asked.below
        #expect(isLeft == (split.side(of: value) == .left))
      }
    }
  }
}
