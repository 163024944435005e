public import VaglioFindings

extension SavedRecalibrator {
  /// The file: canonical JSON with a line's end.
  public var bytes: [UInt8] { CanonicalJSON.bytes(of: json) + [UInt8(ascii: "\n")] }

  /// The document.
  public var json: JSONValue {
    .members([
      "schema": .string(Self.schema), "method": .string(recalibrator.name),
      "classes": classes.map { .array($0.map { .string($0) }) },
      "parameters": map.parameters, "fitted": origin.json,
    ])
  }

  /// Reads a file.
  public init(bytes: [UInt8]) throws(RecordError) {
    let document: JSONValue
    do {
      document = try JSONValue(parsing: bytes)
    } catch {
      throw RecordError(path: "recalibrator", reason: "not a JSON document: \(error)")
    }
    try self.init(json: JSONPlace(root: document, name: "recalibrator"))
  }

  /// Reads a document.
  public init(json place: JSONPlace) throws(RecordError) {
    try Self.checkSchema(of: place)
    try place.refuse(membersBeside: ["schema", "method", "classes", "parameters", "fitted"])
    recalibrator = try RecalibratorCatalogue.recalibrator(at: place["method"])
    classes = try place["classes"].optional { place throws(RecordError) in try place.strings() }
    map = try Self.map(at: place["parameters"], by: recalibrator, of: classes)
    origin = try Origin(json: place["fitted"])
  }

  private static func checkSchema(of place: JSONPlace) throws(RecordError) {
    guard place.value?.object != nil else {
      throw place.failure(expected: "an object with the schema \"\(schema)\"")
    }
    let found = try place["schema"].string()
    guard found != schema else { return }
    throw RecordError(
      path: "schema",
      reason: found.hasPrefix("vaglio/recalibrator/")
        ? "this Vaglio reads \"\(schema)\", the file is \"\(found)\": fit it again"
        : "\"\(found)\" is no recalibrator; expected \"\(schema)\"")
  }

  private static func map(
    at place: JSONPlace, by recalibrator: any Recalibrator, of classes: [String]?
  ) throws(RecordError) -> FittedMap {
    guard let classes else { return .binary(try recalibrator.map(of: place)) }
    let map = try recalibrator.classMap(of: place)
    guard classes.count > 1, map.classCount ?? classes.count == classes.count else {
      throw place.failure(expected: "a map for each of the \(classes.count) classes")
    }
    return .multiclass(map)
  }
}

extension SavedRecalibrator.Origin {
  /// The member `fitted`.
  var json: JSONValue {
    .members([
      "vaglio": .string(vaglio), "data": .array(data.map(Self.json)), "label": .string(label),
      "scores": .array(scores.map { .string($0) }), "positive": positive.map { .string($0) },
      "weight": weight.map { .string($0) },
      "weight_kind": weightKind.map { .string($0.rawValue) },
      "rows": .count(rows), "seed": .count(seed), "folds": .count(folds),
    ])
  }

  private static func json(_ source: Provenance.Source) -> JSONValue {
    .members([
      "name": .string(source.name), "sha256": .string(source.sha256),
      "rows": source.rows.map { .count($0) }, "dropped": source.dropped.map { .count($0) },
    ])
  }

  init(json place: JSONPlace) throws(RecordError) {
    try place.refuse(membersBeside: [
      "vaglio", "data", "label", "scores", "positive", "weight", "weight_kind", "rows", "seed",
      "folds",
    ])
    vaglio = try place["vaglio"].string()
    data = try place["data"].map(Self.source)
    label = try place["label"].string()
    scores = try place["scores"].strings()
    positive = try place["positive"].optional { place throws(RecordError) in try place.string() }
    weight = try place["weight"].optional { place throws(RecordError) in try place.string() }
    weightKind = try place["weight_kind"].optional { place throws(RecordError) in
      guard let kind = WeightKind(rawValue: try place.string()) else {
        throw place.failure(expected: "frequency or importance")
      }
      return kind
    }
    rows = try place["rows"].count()
    seed = try place["seed"].count()
    folds = try place["folds"].count()
  }

  private static func source(_ place: JSONPlace) throws(RecordError) -> Provenance.Source {
    try place.refuse(membersBeside: ["name", "sha256", "rows", "dropped"])
    return Provenance.Source(
      name: try place["name"].string(), sha256: try place["sha256"].string(),
      rows: try place["rows"].optional { place throws(RecordError) in try place.count() },
      dropped: try place["dropped"].optional { place throws(RecordError) in try place.count() })
  }
}
