internal import VaglioModels

/// The trees of an ensemble as games of its players, and the pieces they are cut into.
struct PlayerForest: Sendable {
  let trees: [PlayerTree]
  /// For each tree its pieces.
  let pieces: [[TreePiece]]
  let questions: RankedQuestions
  /// The players that some tree asks for, ascending: what trees and pieces call player k is the
  /// k-th.
  let players: [Int]
  /// What is added to the trees, one per output.
  let base: [Double]

  var outputCount: Int { base.count }

  /// The trees of an ensemble; `playerOfFeature` has one player per feature.
  init(_ ensemble: TreeEnsemble, playerOfFeature: [Int]) {
    let questions = RankedQuestions(ensemble)
    let asked = Set(ensemble.trees.flatMap { $0.nodes.compactMap { $0.split?.feature } })
    let players = Set(asked.map { playerOfFeature[$0] }).sorted()
    let places = Dictionary(uniqueKeysWithValues: zip(players, 0...))
    let placeOfFeature = playerOfFeature.map { places[$0] ?? -1 }
    let divisors = ensemble.divisors
    trees = ensemble.trees.indices.map { index in
      PlayerTree(
        ensemble.trees[index], questions.questions[index],
        factors: divisors.map { ensemble.weights[index] / $0 }
      ) { placeOfFeature[$0] }
    }
    pieces = trees.map { TreePiece.pieces(of: $0) }
    (self.questions, self.players, base) = (questions, players, ensemble.base)
  }

  /// The margins of no row in particular, one per output: each leaf with the share of the training
  /// rows that came to it.
  func expectedMargins() -> [Double] {
    var margins = base
    for tree in trees {
      for (output, mean) in tree.expectations().prefix(tree.width).enumerated() {
        margins[tree.firstOutput + output] += mean
      }
    }
    return margins
  }
}
