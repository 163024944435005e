internal import VaglioEvaluation
internal import VaglioFindings
internal import VaglioTables

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// What `audit` is asked for, checked.
struct AuditPlan {
  let data: [String]
  let format: TableFormat?
  let separator: SeparatorOption?
  let missing: OutcomeTable.MissingValues
  let outcome: AuditTable.Outcome
  let demographics: [String]
  let unknown: [String]
  let excludesSmall: Bool
  let level: ConfidenceLevel
  let policy: PolicyFile?
  let threads = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))

  init(_ data: DataOptions, _ audit: AuditOptions) throws {
    guard !data.data.isEmpty else {
      throw Trouble("no data: name one or more files, or - for standard input")
    }
    self.data = data.data
    (format, separator) = (data.inputFormat, data.separator)
    missing = data.missing ?? .reject
    outcome = try Self.outcome(audit)
    demographics = [audit.sex, audit.race].compactMap { $0 }
    guard !demographics.isEmpty else {
      throw Trouble("no --sex and no --race: name the column that holds the categories")
    }
    guard Set(demographics + [outcome.column]).count == demographics.count + 1 else {
      throw Trouble("--sex, --race and the outcome must be different columns")
    }
    unknown = audit.unknown.isEmpty ? ["unknown"] : audit.unknown
    excludesSmall = audit.excludeSmall
    guard let level = ConfidenceLevel(audit.confidence ?? 0.95) else {
      throw Trouble("--confidence \(audit.confidence ?? 0): give a level above 0 and below 1")
    }
    self.level = level
    policy = try audit.policy.map(PolicyFile.init(reading:))
  }

  private static func outcome(_ audit: AuditOptions) throws(Trouble) -> AuditTable.Outcome {
    switch (audit.selected, audit.score) {
    case (let selected?, nil):
      guard audit.threshold == nil else {
        throw Trouble("--threshold belongs to --score; --selected says already who is selected")
      }
      return .selected(column: selected, positive: audit.positive)
    case (nil, let score?):
      guard audit.positive == nil else {
        throw Trouble("--positive belongs to --selected; for scores pass --threshold")
      }
      guard let threshold = audit.threshold else { return .median(column: score) }
      guard threshold.isFinite else {
        throw Trouble("--threshold \(threshold): give a finite number")
      }
      return .score(column: score, threshold: threshold)
    case (nil, nil):
      throw Trouble("no --selected and no --score: name the column that says who is selected")
    case (_?, _?):
      throw Trouble("--selected and --score: give one of them")
    }
  }

  /// What a reader must be asked for.
  var requests: [ColumnRequest] {
    let kind: ColumnRequest.Kind =
      if case .selected = outcome { .any } else { .number }
    return [ColumnRequest(outcome.column, as: kind)]
      + demographics.map { ColumnRequest($0, as: .category) }
  }

  /// The options that the result hangs on, by name.
  var options: [String: String] {
    var options = [
      "confidence": CanonicalJSON.number(level.fraction), "missing": missing.rawValue,
      "unknown": unknown.joined(separator: ", "), "by": demographics.joined(separator: ", "),
    ]
    switch outcome {
    case .selected(let column, let positive):
      options["selected"] = column
      options["positive"] = positive
    case .score(let column, let threshold):
      options["score"] = column
      options["threshold"] = CanonicalJSON.number(threshold)
    case .median(let column):
      options["score"] = column
    }
    if excludesSmall { options["exclude-small"] = "true" }
    return options
  }
}
