/// How ONNX Runtime makes the scores of classes out of the votes for them, where it does so in a way
/// that margins and a link express.
///
/// With two classes it depends on which of them the leaves vote for: votes for class 0 alone are
/// those for the positive class all the same (XGBoost's and LightGBM's converters write them so),
/// shown as (1 − s, s) where none is negative, else as (−s, s), and by the logistic function where
/// that is asked for. Votes for both are two scores, of which the second is the positive class's.
/// What else there is (a base for one of two scores, a softmax of one, a probit) is refused here.
struct ONNXClassScores {
  /// The class whose votes alone count; `nil` for all.
  let output: Int?
  /// The function from the margins to what the graph shows.
  let link: Link
  /// One addend per margin.
  let base: [Double]

  /// The scores of classes; errors say what of it is not expressed.
  init(
    _ trees: ONNXTrees, base: [Double], transform: String, classCount: Int, _ node: ONNXNode
  ) throws(ModelError) {
    guard classCount >= 2 else { throw node.unsupported("it has \(classCount) classes") }
    guard ["NONE", "LOGISTIC", "SOFTMAX"].contains(transform) else {
      throw node.unsupported("post_transform is \(transform)")
    }
    if classCount > 2 {
      guard base.isEmpty || base.count == classCount else {
        throw node.unsupported("base_values has \(base.count) entries for \(classCount) classes")
      }
      output = nil
      self.base = base.isEmpty ? Array(repeating: 0, count: classCount) : base
      link =
        transform == "NONE"
        ? .identity : transform == "LOGISTIC" ? .logistic(slope: 1) : .softmax
      return
    }
    link = transform == "NONE" ? .identity : .logistic(slope: 1)
    let voted = trees.votes.outputs
    guard voted == [0] || trees.allLeavesOfATreeVote(for: 1) else {
      throw node.unsupported("rows may come to leaves without a vote for the second class")
    }
    switch voted {
    case [0]:
      guard transform != "SOFTMAX", base.count < 2 else {
        throw node.unsupported("one score with \(transform) and \(base.count) base_values")
      }
      (output, self.base) = (0, base.isEmpty ? [0] : base)
    case [1]:
      guard base.isEmpty else {
        throw node.unsupported("base_values for votes of the second class alone")
      }
      (output, self.base) = (1, [0])
    default:
      guard base.isEmpty else { throw node.unsupported("base_values for two scores") }
      guard transform != "SOFTMAX" else {
        throw node.unsupported("a softmax of two scores")
      }
      (output, self.base) = (1, [0])
    }
  }

  /// Whether the scores are probabilities: by a link, or shares of votes that make 1 in all.
  func areProbabilities(_ trees: ONNXTrees) -> Bool {
    switch link {
    case .softmax: return true
    case .logistic: return output != nil
    default: break
    }
    guard base.allSatisfy({ $0 == 0 }), trees.votes.areAllPositive else { return false }
    if output == 0 { return true }
    return (trees.shareSum - 1).magnitude < 1e-3
  }
}

extension ONNXTrees {
  /// Whether every row gets a vote for an output, because all leaves of one tree have one.
  func allLeavesOfATreeVote(for output: Int) -> Bool {
    trees.contains { tree in
      tree.nodes.allSatisfy { node in
        if case .leaf = nodes[node].mode {
          return votes[node].contains { $0.output == output }
        }
        return true
      }
    }
  }

  /// The sum over the trees of what all classes get of a leaf: 1 for leaves that hold shares, each
  /// divided by the number of trees. It is NaN where leaves of a tree differ.
  fileprivate var shareSum: Double {
    var sum = 0.0
    for tree in trees {
      var share: Double?
      for node in tree.nodes {
        guard case .leaf = nodes[node].mode else { continue }
        let own = votes[node].reduce(0) { $0 + $1.weight }
        guard ((share ?? own) - own).magnitude < 1e-4 else { return .nan }
        share = own
      }
      sum += share ?? 0
    }
    return sum
  }
}
