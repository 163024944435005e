public import VaglioFindings
internal import VaglioGates

extension Dossier {
  /// The version of the record's schema that this Vaglio reads and writes.
  public static let schema = "vaglio/record/1"

  /// The dossier as the record holds it.
  public var json: JSONValue {
    .members([
      "schema": .string(Self.schema), "task": .string(task),
      "subjects": .array(models.map(\.json)), "findings": findings.json,
      "measures": .array(measures.map(\.json)), "exhibits": .array(exhibits.map(\.json)),
      "attributions": attributions.isEmpty
        ? nil
        : .object(
          Dictionary(attributions.map { ($0.subject.rawValue, $0.json) }) { first, _ in first }),
      "gates": verdict.map { .array($0.judgements.map(\.json)) },
      "verdict": verdict.map { .string($0.ruling.rawValue) },
      "notes": notes.isEmpty ? nil : .array(notes.map(JSONValue.string)),
      "provenance": provenance.json,
    ])
  }

  /// The record: the dossier in canonical JSON (RFC 8785), the same bytes for equal dossiers.
  public var record: [UInt8] { CanonicalJSON.bytes(of: json) }

  /// Reads a record.
  ///
  /// An error names the place in the document, `findings[12].interval.lower`, and what was expected
  /// there; bytes that are not JSON are refused with the offset of the first offending one.
  public init(record bytes: [UInt8]) throws(RecordError) {
    let value: JSONValue
    do {
      value = try JSONValue(parsing: bytes)
    } catch {
      throw RecordError(path: "record", reason: "not a JSON document: \(error)")
    }
    try self.init(json: JSONPlace(root: value))
  }

  /// The dossier that a record holds at its root.
  public init(json place: JSONPlace) throws(RecordError) {
    try Self.checkSchema(of: place)
    let findings = try Findings(json: place["findings"])
    let verdict = try Verdict(record: place)
    try Self.check(verdict, against: findings, in: place)
    self.init(
      task: try place["task"].string(), models: try place["subjects"].map(Model.init(json:)),
      findings: findings, measures: try place["measures"].map(Measure.init(json:)),
      exhibits: try place["exhibits"].map(Exhibit.init(json:)),
      attributions: try Self.attributions(of: place["attributions"]), verdict: verdict,
      provenance: try Provenance(json: place["provenance"]), notes: try place["notes"].strings())
  }

  private static func attributions(
    of place: JSONPlace
  ) throws(RecordError) -> [AttributionAccount] {
    var accounts: [AttributionAccount] = []
    for subject in Subject.allCases where place[subject.rawValue].exists {
      accounts.append(try AttributionAccount(of: subject, json: place[subject.rawValue]))
    }
    return accounts
  }

  private static func checkSchema(of place: JSONPlace) throws(RecordError) {
    let found = try place["schema"].string()
    guard found != schema else { return }
    guard found.hasPrefix("vaglio/record/") else {
      throw RecordError(
        path: "schema", reason: "\"\(found)\" is not a Vaglio record; expected \"\(schema)\"")
    }
    throw RecordError(
      path: "schema",
      reason: "this Vaglio reads \"\(schema)\", the record is \"\(found)\": render it with the "
        + "version that wrote it (provenance.vaglio), or run the analysis again")
  }

  private static func check(
    _ verdict: Verdict?, against findings: Findings, in place: JSONPlace
  ) throws(RecordError) {
    for (position, judgement) in (verdict?.judgements ?? []).enumerated() {
      guard let stray = judgement.findings.first(where: { $0 >= findings.all.count }) else {
        continue
      }
      throw RecordError(
        path: "gates[\(position)].findings",
        reason: "refers to finding \(stray), and there are \(findings.all.count)")
    }
  }
}

extension Dossier.Model {
  /// The model as the record writes it.
  var json: JSONValue {
    .members([
      "role": .string(role.rawValue), "name": .string(name),
      "sha256": sha256.map(JSONValue.string),
    ])
  }

  /// The model that a record holds at a place.
  init(json place: JSONPlace) throws(RecordError) {
    guard let role = Subject(rawValue: try place["role"].string()), role != .difference else {
      throw place["role"].failure(expected: "candidate, production or model")
    }
    self.init(
      role: role, name: try place["name"].string(),
      sha256: try place["sha256"].optional { place throws(RecordError) in try place.string() })
  }
}
