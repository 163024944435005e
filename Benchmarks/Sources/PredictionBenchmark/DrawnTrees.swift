import VaglioModels

/// Ensembles drawn from a seed: full trees, trees of one long branch among bushes, and categories.
enum DrawnTrees {
  private static let features = 50

  /// Prints the CPU time of each kind.
  static func time(trees: Int = 200, rows: Int = 100_000) {
    var random = SplitMix(state: 1)
    let table = CodedFeatures(
      (0..<features).map { _ in (0..<rows).map { _ in .random(in: 0..<64, using: &random) } },
      rowCount: rows)
    for (name, comparison) in [("single", TreeEnsemble.Precision.single), ("double", .double)] {
      for depth in [3, 6, 9] {
        report("full, depth \(depth), \(name)", trees, table, comparison) { _, level, random in
          level == depth ? nil : Self.split(&random, category: false)
        }
      }
      report("leaves at any level below 4, \(name)", trees, table, comparison) {
        _, level, random in
        level > 16 || level > 3 && Bool.random(using: &random)
          ? nil : Self.split(&random, category: false)
      }
      report("full, depth 6, half categories, \(name)", trees, table, comparison) {
        _, level, random in
        level == 6 ? nil : Self.split(&random, category: Bool.random(using: &random))
      }
    }
  }

  private static func split(_ random: inout SplitMix, category: Bool) -> Split {
    let codes = (0..<20).map { _ in Int.random(in: 0..<64, using: &random) }
    let threshold = Double.random(in: 10..<54, using: &random)
    return Split(
      feature: .random(in: 0..<features, using: &random),
      category ? .among(CategorySet(codes)) : .below(threshold), missing: .left)
  }

  private static func report(
    _ name: String, _ count: Int, _ table: CodedFeatures, _ comparison: TreeEnsemble.Precision,
    _ split: (_ node: Int, _ level: Int, _ random: inout SplitMix) -> Split?
  ) {
    var random = SplitMix(state: 2)
    let trees = (0..<count).compactMap { _ in tree(&random, split) }
    let compiled = CompiledEnsemble(
      TreeEnsemble(
        trees, base: [0], featureCount: features, comparison: comparison, sum: comparison))
    let begun = PredictionBenchmark.seconds()
    let margins = compiled.margins(of: table, threads: 1)
    let spent = PredictionBenchmark.seconds() - begun
    let each = spent / Double(count * table.rowCount) * 1e9
    print("\(name): \(spent) s, \(each) ns a row and tree (\(margins.values[0]))")
  }

  private static func tree(
    _ random: inout SplitMix, _ split: (Int, Int, inout SplitMix) -> Split?
  ) -> Tree? {
    var draft: [Tree.DraftNode?] = [nil]
    var values: [Double] = []
    var stack = [(place: 0, level: 0)]
    while let (place, level) = stack.popLast() {
      guard let split = split(place, level, &random) else {
        draft[place] = .init(leaf: values.count)
        values.append(.random(in: -1...1, using: &random))
        continue
      }
      draft[place] = .init(split, left: draft.count, right: draft.count + 1)
      stack += [(draft.count, level + 1), (draft.count + 1, level + 1)]
      draft += [nil, nil]
    }
    return try? Tree(
      draft.compactMap { $0 }, values: values, target: .output(0), featureCount: features)
  }
}

/// A generator that repeats.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
