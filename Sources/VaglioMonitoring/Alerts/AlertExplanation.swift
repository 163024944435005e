public import VaglioFindings
internal import VaglioGates

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// What an alert says of itself when it fires: what, how much, since when, where, how sure.
public struct AlertExplanation: Hashable, Sendable {
  public let alert: String
  /// What is watched: a metric's name, `calibration`, a loss.
  public let measure: String
  public let slice: Slice
  public let at: Instant
  public let severity: String
  public let labels: [String: String]
  /// What the watch said when the alert fired.
  public let signal: Signal
  /// Of sequential evidence: the mean of what is watched on the segment's rows since the evidence began;
  /// label − score for calibration.
  public let mean: Estimate?
  /// What the value should have kept, where it is a bound.
  public let bound: AlertBound?
  /// The segments that carry it; `nil` where rows do not tell.
  public let carriers: EvidenceCarriers?
  /// The findings of drift of features that moved, as they were given, the strongest first.
  public let moved: [Finding]
  /// What the budget allows this watch: false alarms in so many days, on average.
  public let falseAlarms: (count: Double, days: Double)

  public static func == (left: Self, right: Self) -> Bool { left.json == right.json }
  public func hash(into hasher: inout Hasher) { hasher.combine(json) }
}

extension AlertExplanation {
  /// The explanation in one sentence after the other.
  public var text: String {
    [opening, carrying, moving, certainty].filter { !$0.isEmpty }.joined(separator: " ")
  }

  private var opening: String {
    var text = "\(alert): \(measure)"
    if slice != .all { text += " in \(slice)" }
    if let value = signal.value { text += " is \(Self.words(value))" }
    if let bounds = signal.bounds {
      text +=
        " [\(Self.words(bounds.lowerBound)), \(Self.words(bounds.upperBound))]"
    }
    if let mean { text += bound == nil ? " is off" : " has risen to \(Self.words(mean))" }
    if let bound {
      let word = bound.side == .atLeast ? "at least" : "at most"
      text += ", which should be \(word) \(Self.words(bound.limit))"
    }
    if bound == nil, let mean { text += ", label − score being \(Self.words(mean)) on average" }
    if let since = signal.since { text += ", since \(Self.words(since))" }
    return text + " (\(NumberText.grouped(signal.count)) rows)."
  }

  /// A number with three significant digits; whole numbers with all of theirs.
  private static func words(_ number: Double) -> String {
    guard number.isFinite, number != 0, number != number.rounded() else {
      return NumberText.rounded(number)
    }
    let scale = pow(10, max(0, 2 - log10(number.magnitude).rounded(.down)))
    guard scale.isFinite, (number * scale).isFinite else { return NumberText.rounded(number) }
    return NumberText.rounded((number * scale).rounded() / scale)
  }

  /// A moment to the minute, for people.
  private static func words(_ time: Instant) -> String {
    let minute: Int64 = 60_000_000
    let rest = time.microseconds % minute
    return Instant(microseconds: time.microseconds - (rest < 0 ? rest + minute : rest)).description
  }

  /// `0.087 [0.033, 0.14]`.
  private static func words(_ estimate: Estimate) -> String {
    guard let value = estimate.value else { return "an unknown value" }
    guard let interval = estimate.interval else { return Self.words(value) }
    let bounds = [interval.lower, interval.upper].map(Self.words)
    return "\(Self.words(value)) [\(bounds[0]), \(bounds[1])]"
  }

  private var carrying: String {
    guard let carriers, carriers.count > 0 else { return "" }
    guard let worst = carriers.carriers.first else { return "No single segment carries it." }
    var text = carriers.isWidespread ? "It is widespread, and most in " : "It is carried by "
    text += carriers.carriers.map { "\($0.slice)" }.joined(separator: " and ")
    if worst.slice != slice {
      text += " (\(Self.words(worst.mean)) in \(worst.slice), "
      text += "\(NumberText.grouped(worst.count)) rows)"
    }
    text += "."
    if !carriers.cleared.isEmpty {
      let names = carriers.cleared.prefix(5).map { "\($0)" }.joined(separator: ", ")
      let verb = carriers.cleared.count == 1 ? "shows" : "show"
      text += " Without those rows \(names) \(verb) nothing."
    }
    return text
  }

  private var moving: String {
    let names = moved.prefix(5).map { finding in
      let value = finding.estimate.value.map { " \(Self.words($0))" } ?? ""
      guard let mark = finding.measure.firstIndex(of: "["),
        let column = finding.measure[mark...].dropFirst().dropLast().split(separator: ",")
          .first(where: { $0.hasPrefix("column=") })
      else { return finding.measure + value }
      let name = OptionText.unescaped(column.dropFirst("column=".count))
      return "\(name) (\(finding.measure[..<mark])\(value))"
    }
    return names.isEmpty ? "" : "Moved as well: \(names.joined(separator: ", "))."
  }

  private var certainty: String {
    let times =
      falseAlarms.count == 1 ? "once" : "\(Self.words(falseAlarms.count)) times"
    let rate =
      "such alarms ring falsely at most \(times) in \(Self.words(falseAlarms.days)) days "
      + "on average."
    guard let evidence = signal.evidence, let threshold = signal.threshold else {
      return rate.prefix(1).uppercased() + rate.dropFirst()
    }
    return "Evidence \(Self.power(evidence)), of \(Self.power(threshold)) asked for; " + rate
  }

  /// e^x, as a power of ten where it is large.
  private static func power(_ logarithm: Double) -> String {
    logarithm < 13.8
      ? Self.words(exp(logarithm))
      : "10^" + NumberText.fixed(logarithm / log(10), decimals: 1)
  }

  /// The explanation as JSON.
  public var json: JSONValue {
    .members([
      "alert": .string(alert), "measure": .string(measure),
      "slice": .string(slice.description), "at": .string(at.description),
      "severity": .string(severity),
      "labels": labels.isEmpty ? nil : .object(labels.mapValues { .string($0) }),
      "value": signal.value.map { .number($0) },
      "lower": (signal.bounds?.lowerBound).map { .number($0) },
      "upper": (signal.bounds?.upperBound).map { .number($0) },
      "mean": mean.map { WindowReport.json($0) },
      "limit": bound.map { [$0.side.rawValue: .number($0.limit)] },
      "log_evidence": signal.evidence.map { .number($0) },
      "log_threshold": signal.threshold.map { .number($0) },
      "since": signal.since.map { .string($0.description) }, "count": .count(signal.count),
      "carriers": carriers?.json, "moved": moved.isEmpty ? nil : .array(moved.map(\.json)),
      "false_alarms": ["at_most": .number(falseAlarms.count), "days": .number(falseAlarms.days)],
      "text": .string(text),
    ])
  }
}

extension EvidenceCarriers {
  /// The carriers as JSON.
  public var json: JSONValue {
    .members([
      "segments": .array(
        carriers.map { carrier in
          [
            "slice": .string(carrier.slice.description),
            "log_e_value": .number(carrier.logEValue), "mean": WindowReport.json(carrier.mean),
            "count": .count(carrier.count),
          ]
        }),
      "cleared": .array(cleared.map { .string($0.description) }),
      "rest_log_e_value": restLogEValue.map { .number($0) }, "log_threshold": .number(threshold),
      "widespread": .boolean(isWidespread), "count": .count(count),
    ])
  }
}
