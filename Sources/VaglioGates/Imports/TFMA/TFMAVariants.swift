internal import VaglioFindings

/// The forms in which a `MetricsSpec` has its metrics: as they are, class by class, or averaged over
/// classes.
struct TFMAVariants {
  /// The options of each form.
  let options: [[String: String]]
  let difference: String?
  /// Why no metric of the spec can be judged here, if so.
  let obstacle: String?

  init(_ spec: ImportNode) {
    let binarize = spec.member("binarize").flatMap { $0.isEmpty ? nil : $0 }
    let aggregate = spec.member("aggregate").flatMap { $0.isEmpty ? nil : $0 }
    let classes = binarize?.member("class_ids").map(Self.classes) ?? []
    let average = aggregate.flatMap(Self.average)
    obstacle = Self.obstacle(spec, binarize, classes, aggregate, average)
    options = binarize == nil && aggregate == nil ? [[:]] : classes + [average].compactMap { $0 }
    difference =
      binarize == nil && aggregate == nil
      ? nil
      : aggregate == nil
        ? "class_ids are positions in the model's output; here a class is a label of the data"
        : "class weights count as equal, over the classes that occur"
  }

  /// The options of single classes; none where one of them can't stand in a metric's name.
  private static func classes(_ node: ImportNode) -> [[String: String]] {
    let ids = (node.member("values") ?? node).elements
    let options = ids.compactMap { $0.word.flatMap(ImportedMetric.option) }
    return options.count == ids.count ? options : []
  }

  private static func average(_ node: ImportNode) -> [String: String]? {
    let words: [(String, String)] = [
      ("micro_average", "micro"), ("macro_average", "macro"),
      ("weighted_macro_average", "weighted"),
    ]
    return words.first { node.member($0.0)?.boolean == true }.map { ["average": $0.1] }
  }

  private static func obstacle(
    _ spec: ImportNode, _ binarize: ImportNode?, _ classes: [[String: String]],
    _ aggregate: ImportNode?, _ average: [String: String]?
  ) -> String? {
    func has(_ node: ImportNode?, _ name: String) -> Bool {
      node?.member(name).map { !$0.isEmpty } ?? false
    }
    if has(spec, "output_names") || has(spec, "output_weights") {
      return "the model has several outputs, of which a record has one"
    }
    if has(spec, "query_key") { return "metrics of rankings by query are not known" }
    if ["k_list", "top_k_list"].contains(where: { has(binarize, $0) || has(aggregate, $0) }) {
      return "the k highest classes are taken, which no metric here does by this name"
    }
    if binarize != nil, classes.isEmpty { return "binarize names no class_ids that can be told" }
    if aggregate != nil, average == nil { return "aggregate names no average" }
    let weights = aggregate?.member("class_weights")?.entries.map(\.value.number) ?? []
    return Set(weights).count > 1 ? "classes are weighted unequally" : nil
  }
}
