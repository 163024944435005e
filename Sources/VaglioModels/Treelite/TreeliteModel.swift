internal import VaglioTables

/// The reading that Treelite's JSON and its checkpoints share.
enum TreeliteModel {
  /// A model from what `dump_as_json()` gives of it; the summary names the format.
  static func model(_ root: DocumentPlace, format: String) throws(ModelError) -> TreeModel {
    let shape = try TreeliteShape(root)
    let precision = try TreelitePrecision(root)
    let forest = try trees(root, shape, precision.kind)
    let isMean = try root["average_tree_output"].boolean()
    let ensemble = TreeEnsemble(
      forest.trees, base: try shape.base(root["base_scores"]), featureCount: shape.featureCount,
      isMean: isMean, comparison: precision.kind, sum: precision.kind)
    let meaning = try TreeliteMeaning(root, shape, isMean: isMean)
    let features = (0..<shape.featureCount).map {
      Feature("f\($0)", kind: forest.categorical.contains($0) ? .code : .number)
    }
    return TreeModel(
      ensemble, features: features, link: meaning.link, output: meaning.output,
      summary: summary(meaning, ensemble, precision, format: format))
  }

  /// A set of one high code takes memory that the file does not cover: in all so many words of 64
  /// bits.
  private static let mostWords = 1 << 24

  private static func trees(
    _ root: DocumentPlace, _ shape: TreeliteShape, _ precision: TreeEnsemble.Precision
  ) throws(ModelError) -> (trees: [Tree], categorical: Set<Int>) {
    let places = try root["trees"].elements()
    let owners = try shape.owners(root, treeCount: places.count)
    var trees: [Tree] = []
    var categorical: Set<Int> = []
    var wordCount = 0
    for (place, outputs) in zip(places, owners) {
      guard wordCount <= mostWords else {
        throw place.unsupported("the sets of categories before this tree take more than 128 MB")
      }
      let reader = TreeliteTree(place, shape, precision)
      for tree in try reader.trees(outputs) {
        trees.append(tree)
        for case .some(let split) in tree.nodes.lazy.map(\.split) {
          guard case .among(let set) = split.condition else { continue }
          categorical.insert(split.feature)
          wordCount += set.words.count
        }
      }
    }
    guard !trees.isEmpty else { throw root["trees"].malformed("the model has no trees") }
    return (trees, categorical)
  }

  private static func summary(
    _ meaning: TreeliteMeaning, _ ensemble: TreeEnsemble, _ precision: TreelitePrecision,
    format: String
  ) -> ModelSummary {
    var facts = [
      ModelSummary.Fact("task", .text(meaning.task)),
      .init("postprocessor", .text(meaning.postprocessor)),
    ]
    facts += ensemble.facts
    facts.append(
      ensemble.base.count == 1
        ? .init("base", .number(ensemble.base[0]))
        : .init("base", .texts(ensemble.base.map(\.description))))
    if ensemble.isMean { facts.append(.init("mean of trees", .flag(true))) }
    let notes = ["Features have no names in the file.", precision.note].compactMap(\.self)
    return ModelSummary(format: format, facts: facts, notes: notes)
  }
}

/// Whether a model compares and adds in 32 or 64 bits.
private struct TreelitePrecision {
  let kind: TreeEnsemble.Precision
  /// That the file does not tell.
  let note: String?

  init(_ root: DocumentPlace) throws(ModelError) {
    let types = [root["threshold_type"], root["leaf_output_type"]]
    guard types.allSatisfy(\.exists) else {
      let fits = try Self.fitsSingle(root["trees"])
      kind = fits ? .single : .double
      note =
        "The file does not tell its precision: it is taken for \(fits ? 32 : 64) bits, "
        + (fits ? "which hold all its numbers." : "which it needs for its numbers.")
      return
    }
    let names = [try types[0].string(), try types[1].string()]
    switch names {
    case ["float32", "float32"]: kind = .single
    case ["float64", "float64"]: kind = .double
    default:
      throw types[0].unsupported(
        "thresholds of \(legible(names[0])) with leaves of \(legible(names[1])) are not read")
    }
    note = nil
  }

  private static func fitsSingle(_ trees: DocumentPlace) throws(ModelError) -> Bool {
    for tree in try trees.elements() {
      for node in try tree["nodes"].elements() {
        for key in ["threshold", "leaf_value"] {
          let numbers: [Double] =
            switch node[key].value {
            case .number(let number): [number]
            case .numbers(let numbers): numbers
            default: []
            }
          if numbers.contains(where: { Double(Float($0)) != $0 }) { return false }
        }
      }
    }
    return true
  }
}
