/// LightGBM's text files (`Booster.save_model`), versions v2 to v4.
///
/// Margins equal LightGBM's `raw_score` to the bit, but for `boosting=rf`: there LightGBM gives the
/// sum over the trees, and ours is the mean, of which the prediction is a function.
/// Source: `GBDT::LoadModelFromString` and `Tree::Tree` in <https://github.com/microsoft/LightGBM>.
public enum LightGBMText: ModelFormat {
  public static let name = "LightGBM text"
  public static let definition =
    "gbdt, dart, goss and rf with every built-in objective, categorical splits, linear trees and the "
    + "categories of pandas; as Booster.save_model writes it."

  public static func recognizes(_ opening: FileOpening) -> Bool {
    let text = opening.text
    return text.hasPrefix("treeversion=v") || text.hasPrefix("treenum_class=")
  }

  public static func parse(
    _ bytes: [UInt8], _ options: ModelOptions
  ) throws(ModelError) -> any Model {
    try model(bytes)
  }

  /// Reads a model from its text, as it also lies in files of other formats.
  static func model(text: String) throws(ModelError) -> TreeModel { try model(Array(text.utf8)) }

  /// Reads a model from the bytes of a file.
  static func model(_ bytes: [UInt8]) throws(ModelError) -> TreeModel {
    // A line feed behind the text ends its last line and its last number.
    try (bytes + [UInt8(ascii: "\n")]).withUnsafeBufferPointer {
      (buffer) throws(ModelError) -> TreeModel in
      var lines = LightGBMLines(buffer)
      let header = try LightGBMHeader(&lines)
      let trees = try self.trees(&lines, header)
      let trailer = try LightGBMTrailer(&lines)
      return try model(header, trees, trailer)
    }
  }

  /// The trees to the end of their part. Files that neither count their trees at the beginning nor
  /// say where they end may be cut between two of them.
  private static func trees(
    _ lines: inout LightGBMLines, _ header: LightGBMHeader
  ) throws(ModelError) -> [Tree] {
    var trees: [Tree] = []
    while let start = try lines.startOfTree(number: trees.count) {
      let fields = try lines.fields()
      guard fields.isClosed else {
        throw lines.failure("the file ends in the middle of tree \(trees.count)", at: start)
      }
      let output = trees.count % header.outputCount
      trees.append(try LightGBMTree(fields, start, header.featureNames.count).tree(output))
    }
    if let expected = header.treeCount, expected != trees.count {
      throw lines.failure("\(trees.count) trees, but the header's tree_sizes has \(expected)")
    }
    guard header.treeCount != nil || !lines.isAtEnd else {
      throw lines.failure("the file ends among its trees")
    }
    guard trees.count % header.outputCount == 0 else {
      throw lines.failure(
        "\(trees.count) trees are no whole number of iterations of \(header.outputCount)")
    }
    guard !trees.isEmpty else { throw lines.failure("the model has no trees") }
    return trees
  }

  private static func model(
    _ header: LightGBMHeader, _ trees: [Tree], _ trailer: LightGBMTrailer
  ) throws(ModelError) -> TreeModel {
    let inputs = LightGBMFeatures(header, trees, trailer)
    let ensemble = TreeEnsemble(
      trees, base: Array(repeating: 0, count: header.outputCount),
      featureCount: header.featureNames.count, isMean: header.isMean, comparison: .double,
      sum: .double)
    let (link, output) = try header.objective.meaning(outputs: header.outputCount)
    return TreeModel(
      ensemble, features: inputs.features, link: link, output: output,
      summary: summary(header, ensemble, inputs))
  }

  private static func summary(
    _ header: LightGBMHeader, _ ensemble: TreeEnsemble, _ inputs: LightGBMFeatures
  ) -> ModelSummary {
    var facts = [
      ModelSummary.Fact("objective", .text(header.objective.text)),
      .init("version", .text(header.version)),
    ]
    facts += ensemble.facts
    if header.isMean { facts.append(.init("mean of trees", .flag(true))) }
    var notes = [header.objective.note, inputs.note].compactMap(\.self)
    if header.isMean {
      notes.append(
        "Margins are the mean over the trees; LightGBM's raw_score and pred_contrib are their sum.")
    }
    if ensemble.trees.contains(where: { !$0.linearLeaves.isEmpty }) {
      notes.append("Leaves are linear functions: attributions that follow the paths do not exist.")
    } else if ensemble.hasCovers {
      notes.append("Covers are counts of training rows.")
    }
    return ModelSummary(format: name, facts: facts, notes: notes)
  }
}
