internal import VaglioTables

/// The features of a CatBoost model: its `features_info`.
struct CatBoostFeatures {
  /// The features in the order of the columns that the model was fitted to.
  let inputs: [Feature]
  /// By `feature_index` among the numbers: the place in ``inputs``, and where a missing value goes.
  private let numbers: [Int: (input: Int, missing: Split.Side)]
  /// By `feature_index` among the categories: the place in ``inputs``.
  private let categories: [Int: Int]

  /// Whether there are categories.
  var hasCategories: Bool { !categories.isEmpty }

  init(_ place: DocumentPlace) throws(ModelError) {
    for kind in ["text_features", "embedding_features"] where place[kind].exists {
      guard try place[kind].elements().isEmpty else {
        throw place[kind].unsupported("text and embedding features are not read")
      }
    }
    let strings = try Self.knownTexts(place["cat_features_hash"])
    var found: [Found] = []
    for feature in try Self.elements(place["float_features"]) {
      found.append(try Found(number: feature))
    }
    for feature in try Self.elements(place["categorical_features"]) {
      found.append(try Found(category: feature, strings: strings))
    }
    found.sort { $0.column < $1.column }
    var names: Set<String> = []
    for (feature, next) in zip(found, found.dropFirst()) where feature.column == next.column {
      throw place.malformed("two features are column \(feature.column)")
    }
    for feature in found where !names.insert(feature.feature.name).inserted {
      throw place.malformed("two features are named \"\(legible(feature.feature.name))\"")
    }
    inputs = found.map(\.feature)
    let ordered = found.enumerated().map { ($0.element, $0.offset) }
    numbers = Dictionary(
      ordered.compactMap { found, input in found.missing.map { (found.index, (input, $0)) } }
    ) { first, _ in first }
    categories = Dictionary(
      ordered.compactMap { found, input in found.missing == nil ? (found.index, input) : nil }
    ) { first, _ in first }
  }

  private static func elements(_ place: DocumentPlace) throws(ModelError) -> [DocumentPlace] {
    place.exists ? try place.elements() : []
  }

  /// The texts of categories that the file lists, of all features together.
  private static func knownTexts(_ place: DocumentPlace) throws(ModelError) -> [String] {
    var texts: [String] = []
    for entry in try elements(place) { texts.append(try entry["value"].string()) }
    return texts.sorted()
  }

  /// The question of a split. The side of `true` is the right one of numbers, which go there when
  /// above the border, and the left one of categories, which go there when equal.
  func split(_ place: DocumentPlace) throws(ModelError) -> (split: Split, trueSide: Split.Side) {
    let type = place["split_type"].exists ? try place["split_type"].string() : "FloatFeature"
    switch type {
    case "FloatFeature": return (try numberSplit(place), .right)
    case "OneHotFeature": return (try categorySplit(place), .left)
    case "OnlineCtr":
      throw place.unsupported(
        "CTR features (statistics of the label by category) are not read",
        remedy: "fit the model with one_hot_max_size above the number of categories, or encode the "
          + "categories before CatBoost")
    default: throw place["split_type"].unsupported("splits of type \(legible(type)) are not read")
    }
  }

  /// x > border, in 32 bits.
  private func numberSplit(_ place: DocumentPlace) throws(ModelError) -> Split {
    let index = place["float_feature_index"]
    guard let (input, missing) = numbers[try index.count()] else {
      throw index.malformed("there is no such feature")
    }
    let border = Float(try place["border"].number())
    guard border.isFinite else { throw place["border"].failure(expected: "a finite number") }
    return Split(feature: input, .below(Double(border.nextUp)), missing: missing)
  }

  private func categorySplit(_ place: DocumentPlace) throws(ModelError) -> Split {
    let index = place["cat_feature_index"]
    guard let input = categories[try index.count()] else {
      throw index.malformed("there is no such feature")
    }
    let hash = try TextHash(place["value"])
    guard let code = inputs[input].hashes?.firstIndex(of: hash) else {
      throw place["value"].malformed("the value is not in the feature's list")
    }
    return Split(
      feature: input, .among(CategorySet([code])),
      missing: hash == TextHash(of: "") ? .left : .right)
  }
}

/// A feature as the file has it.
private struct Found {
  /// The place among the features of its kind.
  let index: Int
  /// The place among all columns.
  let column: Int
  let feature: Feature
  /// Where missing numbers go; `nil` for categories.
  let missing: Split.Side?

  /// The set of one value has as many bits as the feature has values in splits, which the file does
  /// not cover.
  static let mostValues = 8192

  init(number place: DocumentPlace) throws(ModelError) {
    (index, column) = (try place["feature_index"].count(), try Self.column(place))
    feature = Feature(try Self.name(place, column))
    missing = try Self.missing(place)
  }

  init(category place: DocumentPlace, strings: [String]) throws(ModelError) {
    (index, column) = (try place["feature_index"].count(), try Self.column(place))
    var hashes: [TextHash] = []
    if place["values"].exists {
      for value in try place["values"].elements() { hashes.append(try TextHash(value)) }
    }
    guard hashes.count <= Self.mostValues else {
      throw place["values"].unsupported("more than \(Self.mostValues) one-hot values are not read")
    }
    feature = Feature(
      try Self.name(place, column), kind: strings.isEmpty ? .text : .category(levels: strings),
      hashes: hashes)
    missing = nil
  }

  private static func column(_ place: DocumentPlace) throws(ModelError) -> Int {
    try place[place["flat_feature_index"].exists ? "flat_feature_index" : "feature_index"].count()
  }

  private static func name(_ place: DocumentPlace, _ column: Int) throws(ModelError) -> String {
    for key in ["feature_name", "feature_id"] where place[key].exists {
      let name = try place[key].string()
      if !name.isEmpty { return name }
    }
    return "f\(column)"
  }

  /// NaN is above no border, unless the feature had gaps in training and they were put above all.
  private static func missing(_ place: DocumentPlace) throws(ModelError) -> Split.Side {
    let treatment = place["nan_value_treatment"]
    let hasGaps = place["has_nans"].exists ? try place["has_nans"].boolean() : true
    switch treatment.exists ? try treatment.string() : "AsIs" {
    case "AsIs", "AsFalse": return .left
    case "AsTrue": return hasGaps ? .right : .left
    default: throw treatment.failure(expected: "AsIs, AsFalse or AsTrue")
    }
  }
}

extension TextHash {
  /// The hash that stands in a file, signed or not.
  fileprivate init(_ place: DocumentPlace) throws(ModelError) {
    let value = try place.integer()
    guard let bits = Int32(exactly: value).map(UInt32.init(bitPattern:)) ?? UInt32(exactly: value)
    else { throw place.failure(expected: "a hash of 32 bits") }
    self.init(bits: bits)
  }
}
