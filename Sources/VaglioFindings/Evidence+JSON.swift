extension Direction {
  /// The direction as the record writes it: `higher`, `lower`, `neutral`, or the ideal value.
  public var json: JSONValue {
    switch self {
    case .higherIsBetter: "higher"
    case .lowerIsBetter: "lower"
    case .neutral: "neutral"
    case .nearerIsBetter(let ideal): .number(ideal)
    }
  }

  /// The direction that a record holds at a place.
  public init(json place: JSONPlace) throws(RecordError) {
    switch place.value {
    case .string("higher"): self = .higherIsBetter
    case .string("lower"): self = .lowerIsBetter
    case .string("neutral"): self = .neutral
    case .number(let ideal): self = .nearerIsBetter(to: ideal)
    default: throw place.failure(expected: "higher, lower, neutral or the ideal value")
    }
  }
}

extension Measure {
  /// The measure as the record writes it; a bound that is infinite is left out.
  public var json: JSONValue {
    .members([
      "name": .string(name), "title": .string(title), "definition": .string(definition),
      "lowest": lowest.isFinite ? .number(lowest) : nil,
      "highest": highest.isFinite ? .number(highest) : nil,
      "direction": direction.json, "unit": unit.isEmpty ? nil : .string(unit),
      "source": source.isEmpty ? nil : .string(source),
    ])
  }

  /// The measure that a record holds at a place.
  public init(json place: JSONPlace) throws(RecordError) {
    let lowest = place["lowest"].value?.number ?? -.infinity
    let highest = place["highest"].value?.number ?? .infinity
    guard lowest <= highest else { throw place.failure(expected: "lowest ≤ highest") }
    self.init(
      name: try place["name"].string(), title: try place["title"].string(),
      definition: try place["definition"].string(), range: lowest...highest,
      direction: try Direction(json: place["direction"]),
      unit: place["unit"].value?.string ?? "", source: place["source"].value?.string ?? "")
  }
}

extension Exhibit {
  /// The exhibit as the record writes it.
  public var json: JSONValue {
    .members([
      "kind": .string(kind), "subject": .string(subject.rawValue),
      "slice": .string(slice.description), "series": .object(series.mapValues(\.json)),
      "scalars": scalars.isEmpty ? nil : .object(scalars.mapValues(JSONValue.number)),
    ])
  }

  /// The exhibit that a record holds at a place.
  public init(json place: JSONPlace) throws(RecordError) {
    guard let subject = Subject(rawValue: try place["subject"].string()) else {
      throw place["subject"].failure(expected: "a subject")
    }
    var series: [String: Series] = [:]
    for (name, column) in try place["series"].members() {
      series[name] = try Series(json: column)
    }
    var scalars: [String: Double] = [:]
    for (name, scalar) in try place["scalars"].members() { scalars[name] = try scalar.number() }
    self.init(
      kind: try place["kind"].string(), subject: subject, slice: try Slice(json: place["slice"]),
      series: series, scalars: scalars)
  }
}

extension Exhibit.Series {
  fileprivate var json: JSONValue {
    switch self {
    case .numbers(let values): .array(values.map { $0.map(JSONValue.number) ?? .null })
    case .words(let values): .array(values.map(JSONValue.string))
    }
  }

  fileprivate init(json place: JSONPlace) throws(RecordError) {
    let elements = try place.elements()
    if elements.contains(where: { $0.value?.string != nil }) {
      self = .words(try place.strings())
    } else {
      self = .numbers(
        try place.map { element throws(RecordError) in element.exists ? try element.number() : nil }
      )
    }
  }
}

extension Provenance.Source {
  /// The source as the record writes it.
  public var json: JSONValue {
    .members([
      "name": .string(name), "sha256": .string(sha256), "rows": rows.map(JSONValue.count),
      "dropped": dropped.map(JSONValue.count),
      "reasons": reasons.isEmpty ? nil : .object(reasons.mapValues(JSONValue.count)),
    ])
  }

  /// The source that a record holds at a place.
  public init(json place: JSONPlace) throws(RecordError) {
    var reasons: [String: Int] = [:]
    if place["reasons"].exists {
      for (reason, rows) in try place["reasons"].members() { reasons[reason] = try rows.count() }
    }
    self.init(
      name: try place["name"].string(), sha256: try place["sha256"].string(),
      rows: try place["rows"].optional { place throws(RecordError) in try place.count() },
      dropped: try place["dropped"].optional { place throws(RecordError) in try place.count() },
      reasons: reasons)
  }
}

extension Provenance {
  /// The provenance as the record writes it.
  public var json: JSONValue {
    .members([
      "vaglio": .string(vaglio), "seed": .count(seed), "data": .array(data.map(\.json)),
      "policy": policy?.json, "options": .object(options.mapValues(JSONValue.string)),
    ])
  }

  /// The provenance that a record holds at a place.
  public init(json place: JSONPlace) throws(RecordError) {
    var options: [String: String] = [:]
    for (name, option) in try place["options"].members() { options[name] = try option.string() }
    self.init(
      vaglio: try place["vaglio"].string(), seed: try place["seed"].count(),
      data: try place["data"].map(Source.init(json:)),
      policy: try place["policy"].optional(Source.init(json:)), options: options)
  }
}
