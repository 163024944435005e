internal import VaglioDrift
internal import VaglioFindings
internal import VaglioMonitoring
internal import VaglioTables

/// The rows that are as they should be, and what a stream is held against by them.
struct WatchReference {
  let plan: WatchPlan
  let table: Table

  /// The drift of the columns that predictions have; `nil` where they share none.
  ///
  /// `known` are the columns of the predictions; empty where they are not known beforehand, and all of the
  /// reference's are expected.
  func drift(known: Set<String>) throws -> DriftWatch? {
    let columns = columns(known: known)
    guard !columns.isEmpty else { return nil }
    let settings = DriftWatchSettings(
      plan: plan.windows,
      roles: DriftRoles(
        features: columns.filter { !plan.columns.scores.contains($0) },
        predictions: columns.filter(plan.columns.scores.contains)),
      log: EventLog.Settings(disorder: plan.disorder), distances: distances,
      falseAlarms: 1, days: plan.alerts?.rules.days ?? 90,
      options: DriftOptions(level: plan.level, threads: plan.threads))
    do throws(MonitoringError) { return try DriftWatch(reference: table, settings) } catch {
      throw Trouble("\(plan.reference ?? "reference"): \(error)")
    }
  }

  /// The columns that are watched for drift: those of the reference that predictions have.
  func columns(known: Set<String>) -> [String] {
    let others =
      [plan.columns.time, plan.columns.id] + plan.ignored
      + [plan.columns.label, plan.columns.labelTime, plan.columns.event].compactMap { $0 }
    return table.columnNames.filter { name in
      !others.contains(name) && (known.isEmpty || known.contains(name))
    }
  }

  /// The usual distances, and those that alerts watch.
  private var distances: Set<DriftDistance> {
    let watched = (plan.alerts?.rules.rules ?? []).compactMap { rule -> String? in
      guard case .measure(let name, _) = rule.watch else { return nil }
      return String(name.prefix { $0 != "[" })
    }
    let all = DriftDistance.ofNumbers + DriftDistance.ofLevels
    return DriftReference.usualDistances.union(
      all.filter { watched.contains($0.measure.name) })
  }

  /// What the labels of a reference give.
  struct Standards {
    var estimates: EstimateWatch?
    var recalibration: ScoreRecalibration?
    /// What can't be had, and why.
    var notes: [String] = []
  }

  /// What metrics must be by the scores alone, and what scores meant; nothing without labels of both
  /// classes, or for scores that are no probabilities.
  func standards(_ task: MonitoredTask, _ segments: SegmentColumns) throws -> Standards {
    guard let label = plan.columns.label, table[label] != nil, plan.columns.scores.count == 1,
      task.isProbabilistic, let labels = try labels(label),
      let scores = table[plan.columns.scores[0]]?.numbers
    else { return Standards() }
    let rows = scores.indices.filter { !scores[$0].isNaN && !labels[$0].isNaN }
    let texts = segments.columns.map { table[$0.name]?.categorized }
    let codes = rows.map { row in segments.codes(texts.map { $0.flatMap { $0[row] } }) }
    let (kept, known) = (rows.map { scores[$0] }, rows.map { labels[$0] })
    var standards = Standards()
    do throws(MonitoringError) {
      standards.estimates = try EstimateWatch(scores: kept, labels: known, for: task)
    } catch {
      standards.notes.append("no estimates before labels come: \(error)")
    }
    do throws(MonitoringError) {
      standards.recalibration = try ScoreRecalibration(
        scores: kept, labels: known, segments: codes, in: segments)
    } catch {
      standards.notes.append("calibration is watched as it is, not as a change: \(error)")
    }
    return standards
  }

  /// Labels as 1 and 0, NaN where missing; `nil` of what is no class.
  private func labels(_ name: String) throws -> [Double]? {
    let column = try table.column(name)
    if let positive = plan.columns.positive {
      let categories = column.categorized
      return categories.codes.map { $0 < 0 ? .nan : categories.levels[Int($0)] == positive ? 1 : 0 }
    }
    switch column.values {
    case .numbers(let numbers):
      return numbers.allSatisfy { $0.isNaN || $0 == 0 || $0 == 1 } ? numbers : nil
    case .booleans(let truths):
      return truths.indices.map { column.missing?[$0] == true ? .nan : truths[$0] ? 1 : 0 }
    default: return nil
    }
  }
}
