import Testing

@testable import VaglioModels

/// Damaged and hostile text files of LightGBM.
struct LightGBMBadInputTests {
  /// A tree that asks Column_1 for category 1 or 2, and then Column_0 for numbers up to 0.5.
  private static let sound = """
    tree
    version=v4
    num_class=1
    num_tree_per_iteration=1
    label_index=0
    max_feature_idx=1
    objective=binary sigmoid:1
    feature_names=a b
    feature_infos=[0:1] 0:1:2
    tree_sizes=100

    Tree=0
    num_leaves=3
    num_cat=1
    split_feature=1 0
    threshold=0 0.5
    decision_type=1 10
    left_child=-1 -2
    right_child=1 -3
    leaf_value=1 2 3
    leaf_count=4 5 6
    internal_count=15 11
    cat_boundaries=0 1
    cat_threshold=6
    is_linear=0
    shrinkage=1


    end of trees

    """

  @Test func `the sound file is read`() throws {
    let model = try LightGBMText.model(text: Self.sound)
    let rows = FeatureMatrix(numbers: [[0.5, 0.6, .nan, 0], [0, 3, .nan, 2.9]])
    // Categories 0, 3 and none go right; 2.9 is category 2. NaN goes left by default.
    #expect(try model.margins(of: rows, threads: 1).values == [2, 3, 2, 1])
    #expect(model.ensemble.trees[0].nodes.map(\.cover) == [15, 4, 11, 5, 6])
  }

  /// Files have infinite thresholds, where all values but missing ones go to one side.
  @Test func `a threshold may be infinite`() throws {
    func margins(_ threshold: String) throws -> [Double] {
      let text = Self.sound.replacingFirst("threshold=0 0.5", "threshold=0 \(threshold)")
        .replacingFirst("decision_type=1 10", "decision_type=1 8")
      let rows = FeatureMatrix(
        numbers: [[-.infinity, -1e308, 1e308, .infinity, .nan], [0, 0, 0, 0, 0]])
      return try LightGBMText.model(text: text).margins(of: rows, threads: 1).values
    }
    #expect(try margins("inf") == [2, 2, 2, 2, 3])
    #expect(try margins("1.7976931348623157e308") == [2, 2, 2, 3, 3])
    #expect(try margins("-inf") == [2, 3, 3, 3, 3])
  }

  @Test(arguments: [
    ("version=v4", "version=v9", "line 2, version: text files of version v9 are not read"),
    ("max_feature_idx=1", "max_feature_idx=2", "line 8, feature_names: 2 names, where 3 belong"),
    ("feature_names=a b", "feature_names=a a", "line 8, feature_names: \"a\" occurs twice"),
    ("feature_infos=[0:1] 0:1:2", "feature_infos=none", "1 entries for 2 features"),
    ("num_tree_per_iteration=1", "num_tree_per_iteration=0", "line 4, num_tree_per_iteration"),
    ("num_tree_per_iteration=1", "num_tree_per_iteration=2", "no whole number of iterations of 2"),
    ("num_tree_per_iteration=1", "num_tree_per_iteration=1e300", "is not a whole number"),
    ("=binary sigmoid:1", "=unheard of", "the objective \"unheard\" is not known"),
    ("=binary sigmoid:1", "=binary sigmoid:-1", "the sigmoid's factor must be above 0"),
    ("=binary sigmoid:1", "=multiclass num_class:3", "the number of classes is not that"),
    ("tree_sizes=100", "tree_sizes=100 100", "1 trees, but the header's tree_sizes has 2"),
    ("Tree=0", "Tree=1", "line 12: expected Tree=0"),
    ("num_leaves=3", "num_leaves=0", "line 13, num_leaves: a tree has a leaf"),
    ("num_leaves=3", "num_leaves=4", "where 4 belong"),
    ("num_leaves=3", "num_leaves=9007199254740992", "where 9007199254740992 belong"),
    ("num_leaves=3\n", "", "line 12: num_leaves is missing"),
    ("split_feature=1 0", "split_feature=2 0", "node 0: feature 2 is asked for, of 2"),
    ("split_feature=1 0", "split_feature=-1 0", "node 0: feature -1 is asked for, of 2"),
    ("threshold=0 0.5", "threshold=1 0.5", "there is no set of categories 1.0"),
    ("threshold=0 0.5", "threshold=0 nan", "line 16, threshold: value 2 is not a number"),
    ("threshold=0 0.5", "threshold=0 0.5x", "line 16, threshold: value 2 is not a number"),
    ("leaf_value=1 2 3", "leaf_value=1 inf 3", "line 20, leaf_value: value 2 is not finite"),
    ("decision_type=1 10", "decision_type=1 14", "14 is no type of a decision"),
    ("left_child=-1 -2", "left_child=-1 -4", "line 18, left_child: there is no node -4"),
    ("left_child=-1 -2", "left_child=-1 0", "node 0: the node has two parents"),
    ("right_child=1 -3", "right_child=-3 -3", "2 of 3 leaves can be reached"),
    ("leaf_value=1 2 3", "leaf_value=1 2", "line 20, leaf_value: 2 values, where 3 belong"),
    ("leaf_value=1 2 3", "leaf_value=1 2 1e999", "value 3 is not a number"),
    ("leaf_count=4 5 6", "leaf_count=4 5 -6", "the cover -6.0 is negative"),
    ("cat_boundaries=0 1", "cat_boundaries=0 2", "the bounds do not fit cat_threshold"),
    ("cat_boundaries=0 1", "cat_boundaries=1 0", "the bounds do not fit cat_threshold"),
    ("cat_threshold=6", "cat_threshold=4294967296", "a word has more than 32 bits"),
    ("is_linear=0", "is_linear=1", "leaf_const is missing"),
    ("shrinkage=1\n", "shrinkage=1\nshrinkage=1\n", "line 27: \"shrinkage\" occurs twice"),
  ])
  func `damage is named with its line`(old: String, new: String, message: String) throws {
    let damaged = Self.sound.replacingFirst(old, new)
    #expect(damaged != Self.sound)
    let error = #expect(throws: ModelError.self) { _ = try LightGBMText.model(text: damaged) }
    #expect(error.map { $0.description.contains(message) } == true, "\(error.debugDescription)")
  }

  /// Each node would keep a copy of the set: a short file would become a huge model.
  @Test func `a set of categories that two nodes share is refused`() {
    let text = Self.sound.replacingFirst("decision_type=1 10", "decision_type=1 1")
      .replacingFirst("threshold=0 0.5", "threshold=0 0")
    let error = #expect(throws: ModelError.self) { _ = try LightGBMText.model(text: text) }
    #expect(error?.problem == "nodes ask for more sets of categories than there are")
  }

  @Test func `linear leaves whose counts lie are refused`() throws {
    func problem(_ counts: String, features: String) -> String? {
      let linear = """
        is_linear=1
        leaf_const=0 0 0
        num_features=\(counts)
        leaf_features=\(features)
        leaf_coeff=1 2
        """
      let text = Self.sound.replacingFirst("is_linear=0", linear)
      do {
        _ = try LightGBMText.model(text: text)
        return nil
      } catch { return "\(error)" }
    }
    #expect(problem("1 0 1", features: "0  1") == nil)
    #expect(problem("1 1 1", features: "0 1")?.contains("num_features: the counts") == true)
    #expect(problem("2 -2 2", features: "0 1")?.contains("num_features: the counts") == true)
    #expect(problem("1 0 1", features: "0 7")?.contains("linear function is damaged") == true)
  }

  @Test func `a file cut anywhere is refused, or whole but for what follows the trees`() throws {
    let bytes = Array(Self.sound.utf8)
    let start = try #require(Self.sound.firstRange(of: "\n\n\nend")).lowerBound
    // The empty line that closes the tree.
    let end = Self.sound.utf8.distance(from: Self.sound.startIndex, to: start) + 1
    let whole = try LightGBMText.model(bytes).ensemble
    for length in 0..<bytes.count {
      let model = try? LightGBMText.model(Array(bytes[..<length]))
      if length <= end {
        #expect(model == nil, "cut at byte \(length)")
      } else {
        // Cut in the words "end of trees" it is neither.
        #expect(model.map { $0.ensemble == whole } ?? (length > end + 2), "cut at byte \(length)")
      }
    }
  }

  @Test(arguments: ["pandas.txt", "linear_categories.txt", "forest_classes.txt"])
  func `cut and flipped files give an error or a model`(_ name: String) throws {
    let oracle = try #require(LightGBMTextTests.cases().first { $0.model == name })
    try expectOutcomes(of: oracle.bytes(), flips: 700) { bytes throws(ModelError) in
      try LightGBMText.model(bytes)
    }
  }
}
