public import VaglioFindings

extension Judgement {
  /// The judgement as the record writes it.
  public var json: JSONValue {
    .members([
      "rule": .string(rule), "metric": metric.isEmpty ? nil : .string(metric),
      "slice": .string(slice.description), "ruling": .string(ruling.rawValue),
      "because": .string(because), "findings": .array(findings.map(JSONValue.count)),
      "thresholds": .array(thresholds.map(JSONValue.number)), "level": .number(level),
      "further_rows": furtherRows.map(JSONValue.count),
    ])
  }

  /// The judgement that a record holds at a place.
  public init(json place: JSONPlace) throws(RecordError) {
    self.init(
      rule: try place["rule"].string(), metric: place["metric"].value?.string ?? "",
      slice: try Slice(json: place["slice"]), ruling: try Ruling(json: place["ruling"]),
      because: try place["because"].string(),
      findings: try place["findings"].map { element throws(RecordError) in try element.count() },
      thresholds: try place["thresholds"].numbers(), level: try place["level"].number(),
      furtherRows: try place["further_rows"].optional { place throws(RecordError) in
        try place.count()
      })
  }
}

extension Ruling {
  /// The ruling whose word a record holds at a place.
  public init(json place: JSONPlace) throws(RecordError) {
    guard let ruling = Ruling(rawValue: try place.string()) else {
      let known = Ruling.allCases.map(\.rawValue).joined(separator: ", ")
      throw place.failure(expected: "one of \(known)")
    }
    self = ruling
  }
}

extension Verdict {
  /// The verdict of a record: its members `verdict` and `gates`; `nil` where nothing was judged.
  public init?(record: JSONPlace) throws(RecordError) {
    guard record["verdict"].exists else { return nil }
    self.init(
      ruling: try Ruling(json: record["verdict"]),
      judgements: try record["gates"].map(Judgement.init(json:)))
  }
}
