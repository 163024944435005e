import Testing
import VaglioAttribution
import VaglioModels

/// What exact attributions of trees do not exist for, or would be wrong.
struct TreeRefusalTests {
  private let groups = FeatureGroups(each: [Feature("a"), Feature("b")])

  private func stump(
    cover: Double? = 1, linear: [Tree.LinearLeaf] = [], values: [Double] = [1, 2]
  ) throws -> TreeEnsemble {
    let tree = try Tree(
      [
        .init(Split(feature: 0, .below(0), missing: .left), left: 1, right: 2, cover: cover),
        .init(leaf: 0, cover: cover), .init(leaf: 1, cover: cover),
      ], values: values, linear: linear, target: .output(0), featureCount: 2)
    return TreeEnsemble([tree], base: [0], featureCount: 2, comparison: .double, sum: .double)
  }

  private func refusal(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch let error as AttributionError {
      return error.description
    } catch {
      return "\(error)"
    }
  }

  @Test func `without covers only a background explains`() throws {
    let ensemble = try stump(cover: nil)
    let reason = try #require(
      refusal { _ = try TreeExplainer(ensemble, outputs: ["y"], groups: groups) })
    #expect(reason.contains("training rows") && reason.contains("give a background"))
    let background = CodedFeatures([[-1, 1], [0, 0]], rowCount: 2)
    let told = try TreeExplainer(
      ensemble, outputs: ["y"], groups: groups, background: background
    ).attributions(of: CodedFeatures([[3], [3]], rowCount: 1), threads: 1)
    #expect(told.baseValues == [1.5] && told.values == [0.5, 0])
  }

  @Test func `a model of ONNX has no covers`() throws {
    let model = try LibraryAttributions.trees("onnx/xgb_value.onnx")
    let reason = try #require(refusal { _ = try TreeModelExplainer(model) })
    #expect(reason.contains("give a background"))
  }

  @Test func `linear leaves are refused by name without a background`() throws {
    let leaf = Tree.LinearLeaf(intercept: 1, terms: [.init(feature: 1, coefficient: 2)])
    let ensemble = try stump(linear: [leaf, leaf])
    let reason = try #require(
      refusal { _ = try TreeExplainer(ensemble, outputs: ["y"], groups: groups) })
    #expect(reason.contains("linear functions") && reason.contains("give a background"))
    let model = try LibraryAttributions.trees("lightgbm/golden/linear.txt")
    #expect(refusal { _ = try TreeModelExplainer(model) }?.contains("linear") == true)
  }

  @Test func `a background must have rows of the same features`() throws {
    let ensemble = try stump()
    let empty = CodedFeatures([[], []], rowCount: 0)
    let narrow = CodedFeatures([[1]], rowCount: 1)
    for (background, word) in [(empty, "no rows"), (narrow, "1 columns")] {
      let reason = try #require(
        refusal {
          _ = try TreeExplainer(
            ensemble, outputs: ["y"], groups: groups, background: background)
        })
      #expect(reason.contains(word))
    }
  }

  @Test func `predictions behind a link are refused, forests of probabilities are not`() throws {
    let rows = FeatureMatrix(numbers: [[1], [1]])
    func model(_ link: Link) throws -> TreeModel {
      TreeModel(
        try stump(), features: [Feature("a"), Feature("b")], link: link,
        output: ModelOutput(.probability, task: .binary, names: ["yes"]),
        summary: ModelSummary(format: "drawn", facts: []))
    }
    let told = try TreeModelExplainer(model(.identity)).attributions(
      of: rows, scale: .prediction, threads: 1)
    #expect(told.scale == .prediction)
    let reason = try #require(
      refusal {
        _ = try TreeModelExplainer(model(.logistic(slope: 1))).attributions(
          of: rows, scale: .prediction, threads: 1)
      })
    #expect(reason.contains("explain margins"))
  }

  @Test func `interactions that fill the memory are refused`() throws {
    let ensemble = TreeEnsemble(
      try stump().trees, base: [0], featureCount: 2, comparison: .double, sum: .double)
    let rows = CodedFeatures(
      Array(repeating: [Double](repeating: 0, count: 70_000_000 / 1000), count: 2),
      rowCount: 70_000)
    let explainer = try TreeExplainer(ensemble, outputs: ["y"], groups: groups)
    #expect(try explainer.interactions(of: rows, threads: 1).rowCount == 70_000)
    let wide = FeatureGroups(each: (0..<20_000).map { Feature("f\($0)") })
    let other = TreeEnsemble(
      [], base: [0], featureCount: 20_000, comparison: .double, sum: .double)
    let one = CodedFeatures(Array(repeating: [0], count: 20_000), rowCount: 1)
    let reason = try #require(
      refusal {
        _ = try TreeExplainer(other, outputs: ["y"], groups: wide)
          .interactions(of: one, threads: 1)
      })
    #expect(reason.contains("do not fit"))
  }

  @Test func `a constant model and no rows have defined attributions`() throws {
    let leaf = try Tree(
      [.init(leaf: 0, cover: 5)], values: [3], target: .output(0), featureCount: 2)
    let ensemble = TreeEnsemble(
      [leaf], base: [1], featureCount: 2, comparison: .double, sum: .double)
    let explainer = try TreeExplainer(ensemble, outputs: ["y"], groups: groups)
    let rows = CodedFeatures([[1, 2], [3, 4]], rowCount: 2)
    let told = explainer.attributions(of: rows, threads: 2)
    #expect(told.baseValues == [4] && told.values == [0, 0, 0, 0])
    #expect(try explainer.interactions(of: rows, threads: 1).values.allSatisfy { $0 == 0 })
    let none = CodedFeatures([[], []], rowCount: 0)
    #expect(explainer.attributions(of: none, threads: 2).rowCount == 0)
  }

  @Test func `ten thousand features are no trouble`() throws {
    var drawn = DrawnEnsemble(seed: 2, features: 10_000, outputs: 1)
    let ensemble = try drawn.ensemble(trees: 30, depth: 6)
    let rows = drawn.rows(40)
    let explainer = try TreeExplainer(
      ensemble, outputs: ["y"], groups: FeatureGroups(each: (0..<10_000).map { Feature("f\($0)") })
    )
    let told = explainer.attributions(of: rows, threads: 2)
    let margins = ensemble.margins(of: rows, threads: 1).values
    for row in 0..<40 { #expect(abs(told.sum(row: row, output: 0) - margins[row]) < 1e-11) }
  }

  /// A chain of 150 questions, each of another feature, of which the left answer ends it.
  private func chain() throws -> TreeEnsemble {
    var nodes: [Tree.DraftNode] = []
    for feature in 0..<150 {
      let split = Split(feature: feature, .below(0), missing: .left)
      let cover = Double(sign: .plus, exponent: -feature, significand: 1)
      nodes.append(
        .init(split, left: 2 * feature + 1, right: 2 * feature + 2, cover: cover))
      nodes.append(.init(leaf: feature, cover: cover / 2))
    }
    nodes.append(.init(leaf: 150, cover: 0x1p-150))
    let tree = try Tree(
      nodes, values: (0...150).map { Double($0 % 7) }, target: .output(0), featureCount: 150)
    return TreeEnsemble([tree], base: [0], featureCount: 150, comparison: .double, sum: .double)
  }

  @Test func `a path of very many features is explained by shares, and refused by a background`()
    throws
  {
    let ensemble = try chain()
    let groups = FeatureGroups(each: (0..<150).map { Feature("f\($0)") })
    let explainer = try TreeExplainer(ensemble, outputs: ["y"], groups: groups)
    // All to the right; to the left at the 140th; missing from the 70th on.
    let rows = CodedFeatures(
      (0..<150).map { [1, $0 == 140 ? -1 : 1, $0 < 70 ? 1 : .nan] }, rowCount: 3)
    let told = explainer.attributions(of: rows, threads: 1)
    let margins = ensemble.margins(of: rows, threads: 1).values
    #expect(margins == [3, 0, 0])
    for row in 0..<3 { #expect(abs(told.sum(row: row, output: 0) - margins[row]) < 1e-10) }
    let reason = try #require(
      refusal {
        _ = try TreeExplainer(ensemble, outputs: ["y"], groups: groups, background: rows)
      })
    #expect(reason.contains("asks for 150 features"))
  }
}
