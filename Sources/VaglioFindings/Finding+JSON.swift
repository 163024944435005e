extension Interval {
  /// The interval as the record writes it.
  public var json: JSONValue {
    [
      "lower": .number(lower), "upper": .number(upper), "level": .number(level),
      "method": .string(method),
    ]
  }

  /// The interval that a record holds at a place.
  public init(json place: JSONPlace) throws(RecordError) {
    let (lower, upper) = (try place["lower"].number(), try place["upper"].number())
    guard lower <= upper else { throw place.failure(expected: "lower ≤ upper") }
    guard let level = ConfidenceLevel(try place["level"].number()) else {
      throw place["level"].failure(expected: "a level above 0 and below 1")
    }
    self.init(lower: lower, upper: upper, level: level, method: try place["method"].string())
  }
}

extension ConfidenceCurve {
  /// The curve as the record writes it: bounds at the leading ``deviates``.
  public var json: JSONValue {
    ["lower": .array(lower.map(JSONValue.number)), "upper": .array(upper.map(JSONValue.number))]
  }

  /// The curve that a record holds at a place.
  public init(json place: JSONPlace) throws(RecordError) {
    let (lower, upper) = (try place["lower"].numbers(), try place["upper"].numbers())
    guard lower.count == upper.count, (1...Self.deviates.count).contains(lower.count) else {
      throw place.failure(expected: "as many lower as upper bounds, 1 to \(Self.deviates.count)")
    }
    self.init(lower: lower, upper: upper)
  }
}

extension SignificanceTest {
  /// The test as the record writes it.
  public var json: JSONValue {
    .members([
      "name": .string(name), "p_value": .number(pValue),
      "p_adjusted": adjustedPValue.map(JSONValue.number),
      "adjustment": adjustment.isEmpty ? nil : .string(adjustment),
      "family": family == 1 ? nil : .count(family),
    ])
  }

  /// The test that a record holds at a place.
  public init(json place: JSONPlace) throws(RecordError) {
    let pValue = try place["p_value"].number()
    guard (0...1).contains(pValue) else {
      throw place["p_value"].failure(expected: "a probability")
    }
    self.init(
      name: try place["name"].string(), pValue: pValue,
      adjustedPValue: try place["p_adjusted"].optional { place throws(RecordError) in
        try place.number()
      },
      adjustment: place["adjustment"].value?.string ?? "",
      family: try place["family"].optional { place throws(RecordError) in try place.count() } ?? 1)
  }
}

extension Finding {
  /// The finding as the record writes it.
  public var json: JSONValue {
    .members([
      "measure": .string(measure), "subject": .string(subject.rawValue),
      "slice": .string(slice.description),
      "value": estimate.value.map(JSONValue.number),
      "interval": estimate.interval?.json, "curve": estimate.curve?.json,
      "undefined": estimate.undefined.map { .string($0.reason) },
      "count": .count(count), "effective_count": effectiveCount.map(JSONValue.number),
      "test": test?.json,
      "notes": notes.isEmpty ? nil : .array(notes.map(JSONValue.string)),
    ])
  }

  /// The finding that a record holds at a place.
  public init(json place: JSONPlace) throws(RecordError) {
    let subjectName = try place["subject"].string()
    guard let subject = Subject(rawValue: subjectName) else {
      let known = Subject.allCases.map(\.rawValue).joined(separator: ", ")
      throw place["subject"].failure(expected: "one of \(known)")
    }
    self.init(
      measure: try place["measure"].string(), subject: subject,
      slice: try Slice(json: place["slice"]), estimate: try Estimate(json: place),
      count: try place["count"].count(),
      effectiveCount: try place["effective_count"].optional { place throws(RecordError) in
        try place.number()
      },
      test: try place["test"].optional(SignificanceTest.init(json:)),
      notes: try place["notes"].strings())
  }
}

extension Slice {
  /// The slice whose text a record holds at a place.
  public init(json place: JSONPlace) throws(RecordError) {
    guard let slice = Slice(try place.string()) else {
      throw place.failure(expected: "a slice such as all or column=value")
    }
    self = slice
  }
}

extension Estimate {
  fileprivate init(json place: JSONPlace) throws(RecordError) {
    if let reason = place["undefined"].value?.string {
      self = .undefined(Undefined(reason))
      return
    }
    let interval = try place["interval"].optional(Interval.init(json:))
    let curve = try place["curve"].optional(ConfidenceCurve.init(json:))
    self.init(
      try place["value"].number(), interval.map { Uncertainty(interval: $0, curve: curve) })
  }
}

extension Findings {
  /// The findings as the record writes them.
  public var json: JSONValue { .array(all.map(\.json)) }

  /// The findings that a record holds at a place.
  public init(json place: JSONPlace) throws(RecordError) {
    self.init(try place.map(Finding.init(json:)))
  }
}
