internal import VaglioDrift
internal import VaglioFindings
internal import VaglioStatistics
internal import VaglioTables

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// What `drift` is asked for, checked.
struct DriftPlan {
  let reference: String
  let current: String
  let format: TableFormat?
  let separator: SeparatorOption?
  let roles: DriftRoles
  let options: DriftOptions
  let model: String?
  let opening: ModelOpening
  let isMultivariate: Bool
  /// Whether performance is estimated without labels.
  let estimates: Bool
  let positive: String?
  let threshold: Double
  let policy: PolicyFile?

  var threads: Int { options.threads }

  /// The plan of a command line.
  init(_ command: Drift) throws {
    guard let reference = command.reference, let current = command.current else {
      throw Trouble(
        "two tables are compared: vaglio drift REFERENCE CURRENT; "
          + (command.reference == nil ? "both are missing" : "the current one is missing"))
    }
    guard reference != "-" else {
      throw Trouble("the reference is a file; only current rows may come from standard input")
    }
    (self.reference, self.current) = (reference, current)
    (format, separator) = (command.reading.inputFormat, command.reading.separator)
    let (columns, analysis) = (command.columns, command.analysis)
    roles = DriftRoles(
      features: columns.feature.isEmpty ? nil : columns.feature, targets: columns.target,
      predictions: columns.prediction, ignored: columns.ignore, levels: columns.levels,
      key: columns.id)
    options = DriftOptions(
      level: try AnalysisPlan.level(analysis.confidence),
      bins: try AnalysisPlan.count(analysis.bins, "bins", 2...1000) ?? 10,
      correction: try Self.correction(analysis.correction),
      seed: UInt64(try AnalysisPlan.count(analysis.seed, "seed", 0...1 << 53) ?? 7),
      threads: try AnalysisPlan.count(analysis.threads, "threads", 1...1024)
        ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    (model, isMultivariate) = (analysis.model, analysis.multivariate)
    estimates = analysis.estimate
    positive = analysis.positive
    threshold = analysis.threshold ?? 0.5
    guard estimates || analysis.positive == nil && analysis.threshold == nil else {
      throw Trouble("--positive and --threshold: they are about --estimate; add it")
    }
    guard threshold.isFinite else {
      throw Trouble("--threshold \(threshold): give a finite number")
    }
    opening = try command.opening.opening()
    policy = try analysis.policy.map(PolicyFile.init(reading:))
  }

  private static func correction(_ name: String?) throws(Trouble) -> MultiplicityCorrection {
    guard let name else { return .holm }
    guard let correction = MultiplicityCorrection(rawValue: name) else {
      let known = MultiplicityCorrection.allCases.map(\.rawValue)
      throw Trouble(
        "--correction \(name): there is no such method; "
          + (NearestWord(to: name, among: known).map { "did you mean \($0.word)?" }
            ?? "the methods are \(known.joined(separator: ", "))"))
    }
    return correction
  }

  /// The options that the result hangs on, by name, defaults included.
  var recorded: [String: String] {
    var recorded = [
      "reference": PathName(reference).lastComponent,
      "current": current == "-" ? "standard input" : PathName(current).lastComponent,
      "confidence": CanonicalJSON.number(options.level.fraction), "bins": "\(options.bins)",
      "correction": options.correction.rawValue, "seed": "\(options.seed)",
    ]
    let lists = [
      ("feature", roles.features ?? []), ("target", roles.targets),
      ("prediction", roles.predictions), ("ignore", roles.ignored), ("levels", roles.levels),
    ]
    for (name, columns) in lists where !columns.isEmpty {
      recorded[name] = columns.joined(separator: ", ")
    }
    recorded["id"] = roles.key
    recorded["model"] = model.map { PathName($0).lastComponent }
    if isMultivariate { recorded["multivariate"] = "true" }
    if estimates {
      recorded["estimate"] = "true"
      recorded["positive"] = positive
      recorded["threshold"] = CanonicalJSON.number(threshold)
    }
    recorded["separator"] = separator?.text
    return recorded
  }
}
