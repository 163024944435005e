/// How many targets and classes a Treelite model has, and which of them its trees add to.
///
/// Outputs are numbered target by target, each with its own number of classes.
struct TreeliteShape {
  let featureCount: Int
  /// The number of classes of each target.
  let classCounts: [Int]
  /// The first output of each target.
  private let firstOutputs: [Int]
  /// Rows × columns of a leaf's vector: targets or 1, classes or 1.
  let leafRows: Int
  let leafColumns: Int

  /// A place in a leaf's vector, and the output that it is added to.
  struct Entry {
    let place: Int
    let output: Int
  }

  init(_ root: DocumentPlace) throws(ModelError) {
    featureCount = try root["num_feature"].count()
    guard featureCount <= 1 << 20 else {
      throw root["num_feature"].unsupported("more than \(1 << 20) features are not read")
    }
    classCounts = try root["num_class"].integers()
    let targets = try root["num_target"].count()
    guard targets == classCounts.count, targets > 0,
      classCounts.allSatisfy({ (1...1 << 20).contains($0) }), classCounts.reduce(0, +) <= 1 << 20
    else { throw root["num_class"].malformed("the classes do not fit \(targets) targets") }
    var outputs = 0
    firstOutputs = classCounts.map { count in
      defer { outputs += count }
      return outputs
    }
    let shape = try root["leaf_vector_shape"].integers()
    let widest = classCounts.max() ?? 1
    guard shape.count == 2, [1, targets].contains(shape[0]), [1, widest].contains(shape[1]) else {
      throw root["leaf_vector_shape"].malformed("the shape fits neither targets nor classes")
    }
    (leafRows, leafColumns) = (shape[0], shape[1])
    let (size, overflows) = targets.multipliedReportingOverflow(by: widest)
    guard !overflows, size <= 1 << 20 else {
      throw root["num_class"].malformed("\(targets) targets of \(widest) classes cannot be")
    }
  }

  var outputCount: Int { classCounts.reduce(0, +) }
  var targetCount: Int { classCounts.count }
  private var widest: Int { classCounts.max() ?? 1 }
  /// The number of values of a leaf.
  var leafSize: Int { leafRows * leafColumns }

  /// The index of an output; `nil` where the target has no such class.
  private func output(_ target: Int, _ label: Int) -> Int? {
    guard classCounts.indices.contains(target), (0..<classCounts[target]).contains(label) else {
      return nil
    }
    return firstOutputs[target] + label
  }

  /// One score per output, from targets × widest.
  func base(_ place: DocumentPlace) throws(ModelError) -> [Double] {
    let scores = try place.numbers()
    guard scores.count == targetCount * widest, scores.allSatisfy(\.isFinite) else {
      throw place.malformed("\(scores.count) finite scores, where \(targetCount * widest) belong")
    }
    return classCounts.enumerated().flatMap { target, count in
      scores[target * widest..<target * widest + count]
    }
  }

  /// What each tree's leaf values are added to, by `target_id` and `class_id`: −1 is all of them.
  func owners(_ root: DocumentPlace, treeCount: Int) throws(ModelError) -> [[Entry]] {
    let (targets, labels) = (try root["target_id"].integers(), try root["class_id"].integers())
    guard targets.count == treeCount, labels.count == treeCount else {
      throw root["target_id"].malformed(
        "\(targets.count) targets and \(labels.count) classes of \(treeCount) trees")
    }
    var known: [[Int]: [Entry]] = [:]
    var owners: [[Entry]] = []
    for (tree, (target, label)) in zip(targets, labels).enumerated() {
      let entries = known[[target, label]] ?? self.entries(target, label)
      guard !entries.isEmpty else {
        throw root["target_id"].malformed(
          "tree \(tree) adds to target \(target), class \(label), which its leaves do not fit")
      }
      known[[target, label]] = entries
      owners.append(entries)
    }
    return owners
  }

  private func entries(_ target: Int, _ label: Int) -> [Entry] {
    guard leafRows == (target == -1 ? targetCount : 1),
      leafColumns == (label == -1 ? widest : 1)
    else { return [] }
    let targets = target == -1 ? Array(0..<targetCount) : [target]
    let labels = label == -1 ? Array(0..<widest) : [label]
    var entries: [Entry] = []
    for (row, target) in targets.enumerated() {
      for (column, label) in labels.enumerated() {
        if let output = output(target, label) {
          entries.append(Entry(place: row * leafColumns + column, output: output))
        }
      }
    }
    return entries
  }
}
