internal import VaglioDrift
internal import VaglioFindings
public import VaglioTables

/// The columns of a model's input, watched: rows go in, for each window that has ended a report comes out.
///
/// What comes out is a function of the set of rows, as long as none comes more than the allowed disorder
/// late: neither their order nor the blocks in which they come show in any bit. The reference is sorted
/// once. Held are the rows of steps whose windows are open, a column's values as they are up to
/// `exactRows` in a window (each step its equal part) and beyond as counts in buckets that do not depend
/// on the data: with windows of a step and no disorder some 8 bytes for each value of one window.
public struct DriftWatch: Sendable {
  public let settings: DriftWatchSettings
  /// The names of measures that reports bring for each column, without those of the schema.
  public let measureNames: [String]
  /// Windows reported so far and not yet taken.
  public private(set) var reports: [DriftReport] = []
  /// Rows that came too late, before the start, or after a jump of the clock.
  public private(set) var tally = EventTally()
  private let reference: DriftReference
  private var runs: StepRuns
  /// The samples of steps that may grow, or belong to windows that have not ended.
  private var samples: [Int: DriftSample] = [:]
  private var firstStep: Int?
  /// Steps before it are complete.
  private var nextStep = Int.min

  /// A watch that has seen no rows.
  public init(
    reference: Table, _ settings: DriftWatchSettings
  ) throws(MonitoringError) {
    try settings.check()
    _ = try EventLog(settings.log)
    do {
      self.reference = try DriftReference(
        reference, roles: settings.roles, options: settings.options, distances: settings.distances)
    } catch {
      throw .evidence("drift: \(error)")
    }
    self.settings = settings
    runs = StepRuns(settings.log, settings.plan)
    measureNames = Self.names(self.reference)
  }

  private static func names(_ reference: DriftReference) -> [String] {
    reference.comparedColumns.flatMap { column in
      let isNumeric = column.kind == .numeric
      let distances = (isNumeric ? DriftDistance.ofNumbers : DriftDistance.ofLevels)
        .filter(reference.distances.contains).map(\.measure)
      let counts =
        isNumeric
        ? [QualityMeasures.outOfRangeRate]
        : [QualityMeasures.newLevels, QualityMeasures.newLevelRate]
      return
        (distances + [QualityMeasures.missingChange, QualityMeasures.missingRate] + counts
        + [QualityMeasures.topValueRate])
        .map { DriftMeasureName.of($0.name, column: column.name, role: column.role) }
    }
  }

  /// How many values are held as they are.
  public var heldValues: Int { samples.values.reduce(0) { $0 + $1.heldValues } }

  /// Takes rows in: a table of columns and the time of each row.
  ///
  /// - Precondition: as many times as rows.
  public mutating func add(_ table: Table, times: [Instant]) throws(MonitoringError) {
    precondition(table.rowCount == times.count, "one time per row")
    let block = DriftBlock(table, for: reference)
    for (step, rows) in dealt(times).sorted(by: { $0.key < $1.key }) {
      guard step >= nextStep else {
        tally.tooLate += rows.count
        continue
      }
      runs.add(step: step, times, rows)
      var sample = samples.removeValue(forKey: step) ?? empty
      sample.add(block, rows: rows)
      samples[step] = sample
    }
    try close(runs.release(atEnd: false))
  }

  /// Notes moments at which something else came, labels say: they tell, as rows do, how far time has passed,
  /// so that windows end alike whether rows come or not.
  public mutating func note(_ times: [Instant]) throws(MonitoringError) {
    let own = tally
    for (step, rows) in dealt(times).sorted(by: { $0.key < $1.key }) where step >= nextStep {
      runs.add(step: step, times, rows)
    }
    tally = own
    try close(runs.release(atEnd: false))
  }

  /// Reports windows that are complete now that time has passed so far, whether or not rows came.
  public mutating func advance(asOf clock: Instant) throws(MonitoringError) {
    try close(runs.release(atEnd: false, asOf: clock))
  }

  /// Ends the stream: the windows that end with the last step or before are reported.
  public mutating func finish() throws(MonitoringError) {
    try close(runs.release(atEnd: true))
    samples = [:]
  }

  /// Takes the reports out.
  public mutating func takeReports() -> [DriftReport] {
    defer { reports.removeAll() }
    return reports
  }

  /// The rows of a block by step; those before the start are counted.
  private mutating func dealt(_ times: [Instant]) -> [Int: [Int]] {
    var (dealt, current, rows) = ([Int: [Int]](), Int.min, [Int]())
    for (row, time) in times.enumerated() {
      if let start = settings.log.start, time < start {
        tally.beforeStart += 1
        continue
      }
      let step = settings.plan.step(of: time)
      if step != current {
        if !rows.isEmpty { dealt[current, default: []] += rows }
        rows.removeAll(keepingCapacity: true)
        current = step
      }
      rows.append(row)
    }
    if !rows.isEmpty { dealt[current, default: []] += rows }
    return dealt
  }

  private var empty: DriftSample {
    DriftSample(for: reference, exactRows: settings.exactRows / settings.plan.stepsPerWindow)
  }
}

extension DriftWatch {
  /// Goes on to the end of the last complete step, window by window.
  private mutating func close(_ ripe: StepRuns.Ripe) throws(MonitoringError) {
    for step in ripe.jumps { tally.clockJumps += samples.removeValue(forKey: step)?.rowCount ?? 0 }
    guard let first = ripe.complete.first, let last = ripe.complete.last else { return }
    let start = firstStep ?? first
    guard last - start <= WindowPlan.mostLooks else { throw .tooManyLooks(settings.plan.step) }
    let begin = firstStep == nil ? first : nextStep
    (firstStep, nextStep) = (start, last + 1)
    let width = settings.plan.stepsPerWindow
    for step in begin...last {
      let window = step - width + 1
      if window >= start { reports.append(report(window)) }
      samples[window] = nil
    }
  }

  private func report(_ window: Int) -> DriftReport {
    let steps = window..<(window + settings.plan.stepsPerWindow)
    let drift = reference.drift(of: sample(steps))
    return DriftReport(
      start: settings.plan.start(ofStep: steps.lowerBound),
      end: settings.plan.start(ofStep: steps.upperBound), drift: drift,
      moved: MovedColumns(
        drift, tolerance: settings.tolerance, alpha: settings.windowAlpha))
  }

  private func sample(_ steps: Range<Int>) -> DriftSample {
    if steps.count == 1 { return samples[steps.lowerBound] ?? empty }
    var joined = DriftSample(for: reference, exactRows: settings.exactRows)
    for step in steps { if let sample = samples[step] { joined.merge(sample) } }
    return joined
  }
}
