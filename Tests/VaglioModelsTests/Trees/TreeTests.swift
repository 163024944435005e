import Testing
import VaglioModels

struct TreeTests {
  private let split = Split(feature: 0, .below(1), missing: .left)

  /// Nodes 0 … 4 of a file: the root asks x < 1; its right child is node 1, a leaf, and node 3 was
  /// deleted.
  @Test func `nodes are put into preorder, and deleted ones left out`() throws {
    let tree = try Tree(
      [
        .init(split, left: 2, right: 1, cover: 5), .init(leaf: 1, cover: 3),
        .init(leaf: 0, cover: 2), .init(leaf: 7),
      ],
      values: [10, 20], target: .output(0), featureCount: 1)
    #expect(tree.nodes.map(\.link) == [2, 0, 1])
    #expect(tree.nodes.map(\.cover) == [5, 2, 3])
    #expect(tree.leafValues == [10, 20])
    #expect(tree.depth == 1 && tree.leafCount == 2)
  }

  @Test func `what is no tree is refused with its node`() {
    func problem(_ nodes: [Tree.DraftNode], values: [Double] = [1], features: Int = 1) -> String? {
      do {
        _ = try Tree(nodes, values: values, target: .output(0), featureCount: features)
        return nil
      } catch { return "\(error.node): \(error.reason)" }
    }
    #expect(problem([]) == "0: there is no such node")
    #expect(problem([.init(split, left: 0, right: 0)]) == "0: the node has two parents")
    #expect(
      problem([.init(split, left: 1, right: 9), .init(leaf: 0)]) == "9: there is no such node")
    #expect(problem([.init(leaf: 1)]) == "0: the leaf has no value")
    #expect(problem([.init(leaf: .max)]) == "0: the leaf has no value")
    #expect(problem([.init(leaf: 0)], values: [.nan]) == "0: the leaf's value is not finite")
    #expect(
      problem([.init(split, left: 1, right: 1), .init(leaf: 0)], features: 0)
        == "0: feature 0 is asked for, of 0")
  }
}
