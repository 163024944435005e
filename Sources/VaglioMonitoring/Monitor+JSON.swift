public import VaglioFindings

extension Monitor {
  /// All that has not been taken out: windows, changes of alerts, what became of events, how false alarms
  /// are shared out, how long labels take.
  public var record: JSONValue {
    .members([
      "windows": .array(reports.map(\.json)),
      "alerts": .array(changes.map(\.json)),
      "events": tally.json,
      "label_delays": delaysJSON,
      "budget": budget.map { budget in
        [
          "days": .number(budget.days), "rows_per_day": .number(budget.rowsPerDay),
          "looks_per_day": .number(budget.looksPerDay),
          "shares": .array(shares.map(\.json)),
        ]
      },
    ])
  }

  /// Coverage at eight ages up to the horizon.
  private var delaysJSON: JSONValue {
    .array(
      (1...8).map { part in
        let age = TimeSpan(
          microseconds: settings.plan.horizon.microseconds / 8 * Int64(part))
        return [
          "age": .string(age.description),
          "coverage": WindowReport.json(delays.coverage(at: age, level: settings.level)),
        ]
      })
  }
}

extension FalseAlarmBudget.Share {
  var json: JSONValue {
    .members([
      "name": .string(claim.name), "kind": .string(claim.kind.rawValue),
      "watches": .count(claim.watches), "weight": .number(claim.weight),
      "alarms": .number(alarms),
      claim.kind == .detector ? "run_length" : "alpha": .number(threshold),
    ])
  }
}
