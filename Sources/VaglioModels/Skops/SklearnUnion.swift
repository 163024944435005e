/// Transformers made of transformers, and the one that does nothing.
enum SklearnUnion: SklearnTransformer {
  static let classNames: Set = [
    "Pipeline", "ColumnTransformer", "FeatureUnion", "FunctionTransformer",
  ]

  static func apply(
    _ union: SklearnEstimator, to columns: [Int], _ draft: inout PreprocessingDraft
  ) throws(ModelError) -> [Int] {
    switch union.className {
    case "Pipeline":
      var columns = columns
      for (_, step) in try union["steps"].namedEstimators() {
        columns = try SklearnTransformers.apply(step, to: columns, &draft)
      }
      return columns
    case "ColumnTransformer": return try applyToColumns(union, columns, &draft)
    case "FeatureUnion": return try joined(union, columns, &draft)
    default:
      guard try isIdentity(union) else {
        throw union.unsupported(
          "runs a Python function, which is not run here", remedy: "transform the data before")
      }
      return columns
    }
  }

  /// A function transformer without a function, or with one that only checks the values.
  private static func isIdentity(_ transformer: SklearnEstimator) throws(ModelError) -> Bool {
    let function = transformer["func"]
    if try function.isNone() { return true }
    let place = function.place
    guard case .string("PartialNode") = place["__loader__"].value else { return false }
    let inner = SkopsValue(place: place["content"]["func"], archive: function.archive)
    return try inner.qualifiedName() == "sklearn.utils.validation.check_array"
  }

  private static func joined(
    _ union: SklearnEstimator, _ columns: [Int], _ draft: inout PreprocessingDraft
  ) throws(ModelError) -> [Int] {
    let weights = union["transformer_weights"]
    let hasWeights = try !weights.isNone()
    var made: [Int] = []
    for (name, transformer) in try union["transformer_list"].namedEstimators() {
      let own = try SklearnTransformers.apply(transformer, to: columns, &draft)
      guard hasWeights, weights[name].exists else {
        made += own
        continue
      }
      let weight = try weights[name].number()
      for column in own { made.append(try draft.add([.multiply(weight)], on: column)) }
    }
    return made
  }

  private static func applyToColumns(
    _ union: SklearnEstimator, _ columns: [Int], _ draft: inout PreprocessingDraft
  ) throws(ModelError) -> [Int] {
    var made: [Int] = []
    for entry in try union["transformers_"].elements() {
      let entry = try entry.elements()
      guard entry.count == 3 else {
        throw union["transformers_"].failure(expected: "names, transformers and columns")
      }
      if try entry[1].isText("drop") { continue }
      let selection = SklearnColumnSelection(union)
      let own = try selection.places(entry[2]).map { columns[$0] }
      guard !own.isEmpty else { continue }
      made += try SklearnTransformers.apply(entry[1], to: own, &draft)
    }
    return made
  }
}

extension SkopsValue {
  /// The pairs of a name and an estimator of a pipeline, union or vote.
  func namedEstimators() throws(ModelError) -> [(name: String, estimator: SkopsValue)] {
    var pairs: [(String, SkopsValue)] = []
    for pair in try elements() {
      let pair = try pair.elements()
      guard pair.count == 2 else { throw failure(expected: "pairs of a name and an estimator") }
      pairs.append((try pair[0].string(), pair[1]))
    }
    return pairs
  }
}

/// The columns that a part of a column transformer takes: names, places, a mask or a slice.
struct SklearnColumnSelection {
  private let names: [String]

  init(_ transformer: SklearnEstimator) { names = transformer.inputs }

  /// The places of the columns.
  func places(_ place: SkopsValue) throws(ModelError) -> [Int] {
    if case .string("SliceNode") = place.place["__loader__"].value { return try slice(place) }
    if let scalar = try place.scalar(), case .text = scalar {
      throw place.unsupported(
        "a transformer is given one column by its name alone, as those of texts are",
        remedy: "name the column in a list")
    }
    let list = place["data"].exists ? place["data"] : place
    let scalars = try list.scalars()
    if case .boolean = scalars.first {
      guard scalars.count == names.count else { throw place.failure(expected: "a mask of columns") }
      return scalars.indices.filter { scalars[$0] == .boolean(true) }
    }
    var places: [Int] = []
    for scalar in scalars { places.append(try self.place(scalar, in: list)) }
    return places
  }

  private func place(_ scalar: SkopsValue.Scalar, in list: SkopsValue) throws(ModelError) -> Int {
    switch scalar {
    case .text(let name): if let place = names.firstIndex(of: name) { return place }
    case .number(let number):
      if let place = Int(exactly: number), place >= -names.count, place < names.count {
        return place < 0 ? place + names.count : place
      }
    default: break
    }
    throw list.unsupported("there is no column \(scalar.label) among the \(names.count)")
  }

  /// Python's slices: of places without the last, of names with it.
  private func slice(_ place: SkopsValue) throws(ModelError) -> [Int] {
    let bounds = place.place["content"]
    if bounds["step"].exists, try bounds["step"].integer() != 1 {
      throw place.unsupported("columns in steps of a slice are not read")
    }
    func bound(_ name: String, isEnd: Bool) throws(ModelError) -> Int {
      switch bounds[name].value {
      case .none, .null: return isEnd ? names.count : 0
      case .string(let text):
        guard let place = names.firstIndex(of: text) else {
          throw bounds[name].failure(expected: "the name of a column")
        }
        return isEnd ? place + 1 : place
      default:
        let bound = try bounds[name].integer()
        return min(max(bound < 0 ? bound + names.count : bound, 0), names.count)
      }
    }
    let (start, end) = (try bound("start", isEnd: false), try bound("stop", isEnd: true))
    return start < end ? Array(start..<end) : []
  }
}
