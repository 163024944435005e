/// What the leaves of a tree operator add to which of its outputs.
struct ONNXVotes {
  /// A leaf's addend to an output.
  struct Vote {
    let output: Int
    let weight: Double
  }

  /// The number of outputs.
  let outputCount: Int
  /// The votes of all nodes, node by node.
  private let votes: [Vote]
  /// Where the votes of each node begin; one more at the end.
  private let starts: [Int]

  /// The votes of each node, in the file's order: the vote i is cast at `nodes[i]`.
  init(_ nodes: [Int], _ cast: [Vote], nodeCount: Int, outputCount: Int) {
    var starts = [Int](repeating: 0, count: nodeCount + 1)
    for node in nodes { starts[node + 1] += 1 }
    for node in 0..<nodeCount { starts[node + 1] += starts[node] }
    var next = starts
    var votes = cast
    for (node, vote) in zip(nodes, cast) {
      votes[next[node]] = vote
      next[node] += 1
    }
    (self.votes, self.starts, self.outputCount) = (votes, starts, outputCount)
  }

  /// The votes of a node.
  subscript(node: Int) -> ArraySlice<Vote> { votes[starts[node]..<starts[node + 1]] }

  /// The number of all votes.
  var count: Int { votes.count }

  /// Whether no vote is negative.
  var areAllPositive: Bool { votes.allSatisfy { $0.weight >= 0 } }

  /// The outputs that are voted for.
  var outputs: Set<Int> { Set(votes.map(\.output)) }

  /// A node that votes twice for one output; `nil` where there is none.
  var repeatedVoter: Int? {
    var last = [Int](repeating: -1, count: outputCount)
    for node in 0..<starts.count - 1 {
      for vote in self[node] {
        if last[vote.output] == node { return node }
        last[vote.output] = node
      }
    }
    return nil
  }

  /// Only the votes for one output, which becomes the only one.
  func only(_ output: Int) -> ONNXVotes {
    var nodes: [Int] = []
    var kept: [Vote] = []
    for node in 0..<starts.count - 1 {
      for vote in self[node] where vote.output == output {
        nodes.append(node)
        kept.append(Vote(output: 0, weight: vote.weight))
      }
    }
    return ONNXVotes(nodes, kept, nodeCount: starts.count - 1, outputCount: 1)
  }
}
