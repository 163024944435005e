internal import VaglioTables

/// The first part of a text file of LightGBM: what the model takes and gives.
struct LightGBMHeader {
  /// `v4`; `v2` where the file has none.
  let version: String
  /// The number of margins of a row: `num_tree_per_iteration`.
  let outputCount: Int
  let objective: LightGBMObjective
  /// Whether predictions are of the mean over the trees: `average_output`, as `boosting=rf` writes.
  let isMean: Bool
  let featureNames: [String]
  /// `[min:max]` of numbers, `a:b:c` of category codes, `none` of a feature that tells nothing apart.
  let featureInfos: [String]
  /// The number of trees by `tree_sizes`; `nil` where the file has none.
  let treeCount: Int?

  /// Reads the lines before the first tree.
  init(_ lines: inout LightGBMLines) throws(ModelError) {
    guard lines.nextText() == "tree" else { throw lines.failure("expected \"tree\"") }
    let fields = try lines.fields()
    version = fields.text("version") ?? "v2"
    guard ["v2", "v3", "v4"].contains(version) else {
      throw ModelError(
        .unsupported, place: "line 2, version",
        problem: "text files of version \(legible(version)) are not read",
        remedy: "v2, v3 and v4 are")
    }
    outputCount = try Self.outputCount(fields)
    objective = try LightGBMObjective(fields)
    isMean = fields.has("average_output")
    featureNames = try Self.featureNames(fields)
    featureInfos = Self.words(fields.text("feature_infos") ?? "")
    guard featureInfos.isEmpty || featureInfos.count == featureNames.count else {
      throw fields.failure(
        "feature_infos", "\(featureInfos.count) entries for \(featureNames.count) features")
    }
    treeCount = fields.has("tree_sizes") ? try fields.integers("tree_sizes").count : nil
  }

  private static func outputCount(_ fields: LightGBMFields) throws(ModelError) -> Int {
    let key = fields.has("num_tree_per_iteration") ? "num_tree_per_iteration" : "num_class"
    let count = try fields.integer(key)
    guard (1...100_000).contains(count) else {
      throw fields.failure(key, "\(count) outputs cannot be")
    }
    return count
  }

  private static func featureNames(_ fields: LightGBMFields) throws(ModelError) -> [String] {
    let names = words(fields.text("feature_names") ?? "")
    let last = try fields.integer("max_feature_idx")
    guard names.count == last + 1 else {
      throw fields.failure("feature_names", "\(names.count) names, where \(last + 1) belong")
    }
    var known: Set<String> = []
    for name in names {
      guard known.insert(name).inserted else {
        throw fields.failure("feature_names", "\"\(legible(name))\" occurs twice")
      }
    }
    return names
  }

  private static func words(_ text: String) -> [String] {
    text.split(separator: " ").map(String.init)
  }
}
