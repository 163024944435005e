import Testing

@testable import VaglioModels

/// The fast path gives what the plain definition gives, bit by bit.
struct CompiledEnsembleTests {
  /// The plain definition, row by row.
  private func reference(_ ensemble: TreeEnsemble, _ rows: CodedFeatures) -> [Double] {
    (0..<rows.rowCount).flatMap { row in ensemble.margins(of: rows.columns.map { $0[row] }) }
  }

  private func hasSameBits(_ first: [Double], _ second: [Double]) -> Bool {
    first.count == second.count
      && zip(first, second).allSatisfy {
        $0.bitPattern == $1.bitPattern || $0.isNaN && $1.isNaN
      }
  }

  @Test(arguments: [
    (TreeEnsemble.Precision.single, TreeEnsemble.Precision.single), (.single, .double),
    (.double, .single), (.double, .double),
  ])
  func `margins are those of the plain definition`(
    comparison: TreeEnsemble.Precision, sum: TreeEnsemble.Precision
  ) throws {
    for seed in 0..<60 as Range<UInt64> {
      var drawn = RandomEnsemble(seed: seed)
      let depth = [0, 1, 2, 3, 4, 6, 9, 13, 20][Int(seed % 9)]
      let ensemble = try drawn.ensemble(
        trees: 1 + Int(seed % 7), depth: depth, comparison: comparison, sum: sum)
      let rows = drawn.rows([1, 7, 8, 9, 64, 301][Int(seed % 6)])
      let compiled = CompiledEnsemble(ensemble)
      let isEqual = hasSameBits(
        compiled.margins(of: rows, threads: 1).values, reference(ensemble, rows))
      #expect(isEqual, "seed \(seed)")
    }
  }

  @Test func `margins do not hang on the number of threads`() throws {
    var drawn = RandomEnsemble(seed: 5)
    let ensemble = try drawn.ensemble(trees: 20, depth: 6, comparison: .single, sum: .single)
    let rows = drawn.rows(3001)
    let compiled = CompiledEnsemble(ensemble)
    let single = compiled.margins(of: rows, threads: 1)
    for threads in [2, 3, 8] {
      let isEqual = hasSameBits(
        compiled.margins(of: rows, threads: threads).values, single.values)
      #expect(isEqual)
    }
  }

  @Test func `no rows have no margins, and no trees the base alone`() throws {
    let split = Split(feature: 0, .below(1), missing: .left)
    let tree = try Tree(
      [.init(split, left: 1, right: 2), .init(leaf: 0), .init(leaf: 1)], values: [1, 2],
      target: .output(0), featureCount: 1)
    let one = TreeEnsemble([tree], base: [3], featureCount: 1, comparison: .double, sum: .double)
    #expect(one.margins(of: CodedFeatures([[]], rowCount: 0), threads: 2).values.isEmpty)
    let none = TreeEnsemble([], base: [3, 4], featureCount: 1, comparison: .double, sum: .double)
    #expect(
      none.margins(of: CodedFeatures([[0, 1]], rowCount: 2), threads: 1).values == [3, 4, 3, 4])
    let constant = TreeEnsemble([], base: [3], featureCount: 0, comparison: .single, sum: .single)
    #expect(constant.margins(of: CodedFeatures([], rowCount: 2), threads: 1).values == [3, 3])
  }

  /// x < 0.1 with x and the threshold in doubles, and with x alone rounded to a float:
  /// Float(0.1) = 0.100000001490116… is not below 0.1, the float before it is.
  @Test func `a threshold between two floats keeps them apart`() throws {
    let split = Split(feature: 0, .below(0.1), missing: .left)
    let tree = try Tree(
      [.init(split, left: 1, right: 2), .init(leaf: 0), .init(leaf: 1)], values: [1, 2],
      target: .output(0), featureCount: 1)
    let rows = CodedFeatures(
      [[(0.1 as Double).nextDown, Double(Float(0.1).nextDown)]], rowCount: 2)
    func margins(_ comparison: TreeEnsemble.Precision) -> [Double] {
      TreeEnsemble([tree], base: [0], featureCount: 1, comparison: comparison, sum: .double)
        .margins(of: rows, threads: 1).values
    }
    #expect(margins(.double) == [1, 1])
    #expect(margins(.single) == [2, 1])
  }

  /// In floats 1 + 2⁻²⁴ is 1; the base 1 with twice 2⁻²⁴ is 1 when it comes first, and 1 + 2⁻²³ when it
  /// comes last.
  @Test func `the base comes first or last`() throws {
    let tree = try Tree([.init(leaf: 0)], values: [0x1p-24], target: .output(0), featureCount: 1)
    func margin(startsFromBase: Bool) -> Double {
      TreeEnsemble(
        [tree, tree], base: [1], featureCount: 1, startsFromBase: startsFromBase,
        comparison: .single, sum: .single
      ).margins(of: CodedFeatures([[0]], rowCount: 1), threads: 1).values[0]
    }
    #expect(margin(startsFromBase: true) == 1)
    #expect(margin(startsFromBase: false) == 1 + 0x1p-23)
  }
}
