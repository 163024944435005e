public import VaglioGates

/// Tests of alert rules that their users write: input series, and the phases expected at some times.
///
/// Each series stands for what a rule's watch would say at one look after the other, for all rows or one
/// segment; the state machine is the one that watches. Failures are told in words.
public struct AlertTest: Hashable, Sendable {
  /// What a watch says at one look.
  public struct Sample: Hashable, Sendable {
    /// The value, of a metric or measure; `nil` where the look can say nothing.
    public let value: Double?
    /// Its bounds; the value itself where they were left out.
    public let bounds: ClosedRange<Double>?
    /// The evidence as a share of its threshold: the alarm is due at 1.
    public let evidenceShare: Double?
  }

  /// What one rule sees of one segment.
  public struct Series: Hashable, Sendable {
    public let alert: String
    public let slice: String
    public let samples: [Sample]
    public let place: TextPlace
  }

  /// The phase that an alert should be in at a time.
  public struct Expectation: Hashable, Sendable {
    public let at: TimeSpan
    public let alert: String
    public let slice: String
    public let phase: AlertPhase
    public let place: TextPlace
  }

  /// One case: looks at 0, `step`, 2·`step`, ….
  public struct Case: Hashable, Sendable {
    public let name: String
    public let step: TimeSpan
    public let series: [Series]
    public let expectations: [Expectation]
  }

  /// The file of the rules, as the tests name it.
  public let alertsFile: String
  public let cases: [Case]

  /// What went wrong, one sentence each; empty when all is as expected.
  public func failures(of rules: AlertRules) -> [String] {
    cases.flatMap { $0.failures(of: rules) }
  }
}

extension AlertTest.Case {
  private struct Key: Hashable {
    let alert: String
    let slice: String
  }

  fileprivate func failures(of rules: AlertRules) -> [String] {
    var failures: [String] = []
    var phases: [Key: [AlertPhase]] = [:]
    for one in series {
      guard let rule = rules.rules.first(where: { $0.name == one.alert }) else {
        failures.append("\(name), \(one.place): there is no alert \"\(one.alert)\"")
        continue
      }
      phases[Key(alert: one.alert, slice: one.slice)] = self.phases(of: one, rule)
    }
    return failures + expectations.compactMap { failure($0, phases) }
  }

  /// The phase after each look.
  private func phases(of series: AlertTest.Series, _ rule: AlertRule) -> [AlertPhase] {
    var state = AlertState()
    return series.samples.enumerated().map { look, sample in
      let now = Instant(microseconds: Int64(look) * step.microseconds)
      _ = state.step(
        sample.isRaised(by: rule), at: now, hold: rule.hold, keepFiring: rule.keepFiring,
        absent: rule.absent)
      return state.phase
    }
  }

  private func failure(
    _ expected: AlertTest.Expectation, _ phases: [Key: [AlertPhase]]
  ) -> String? {
    let place = "\(name), \(expected.place): "
    let whose =
      "\"\(expected.alert)\"" + (expected.slice == "all" ? "" : " in \(expected.slice)")
    guard let found = phases[Key(alert: expected.alert, slice: expected.slice)], !found.isEmpty
    else { return place + "no series feeds \(whose)" }
    let look = Int(expected.at.microseconds / step.microseconds)
    guard look < found.count else {
      return place
        + "the series of \(whose) ends at \(span(found.count - 1)), before \(expected.at)"
    }
    guard found[look] != expected.phase else { return nil }
    return place + "at \(expected.at) \(whose) should be \(expected.phase.rawValue), and is "
      + found[look].rawValue
  }

  private func span(_ look: Int) -> TimeSpan {
    TimeSpan(microseconds: Int64(look) * step.microseconds)
  }
}

extension AlertTest.Sample {
  /// Whether the condition of a rule is met; `nil` where the sample says nothing.
  fileprivate func isRaised(by rule: AlertRule) -> Bool? {
    switch rule.watch {
    case .calibration, .loss: return evidenceShare.map { $0 >= 1 }
    case .metric(_, let bound, _), .measure(_, let bound):
      return value.map { bound.isBroken(by: bounds ?? $0...$0) }
    }
  }
}
