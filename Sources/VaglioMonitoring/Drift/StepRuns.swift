/// When rows dealt into steps are complete, by the rule of ``EventLog``, judged on whole steps.
///
/// Rows fall into runs wherever two neighbouring steps' rows lie more than `largestJump` apart. A run of
/// fewer than `minimumRun` rows does not move the clock, and is set aside when the rest has gone past it.
struct StepRuns: Sendable {
  /// The rows of one step.
  struct Span: Sendable {
    var count: Int
    var first: Instant
    var last: Instant

    mutating func add(_ time: Instant) {
      count += 1
      first = min(first, time)
      last = max(last, time)
    }
  }

  /// Steps that are complete and hold, and those set aside as jumps of the clock.
  struct Ripe: Sendable {
    var complete: [Int] = []
    var jumps: [Int] = []
  }

  private struct Run {
    var steps: [Int]
    var rows: Int
    var first: Instant
    var last: Instant
    var isConfirmed: Bool
  }

  let settings: EventLog.Settings
  let plan: WindowPlan
  private(set) var spans: [Int: Span] = [:]
  /// The last row of the steps that have left.
  private var last: Instant?

  init(_ settings: EventLog.Settings, _ plan: WindowPlan) {
    (self.settings, self.plan) = (settings, plan)
  }

  mutating func add(step: Int, _ times: [Instant], _ rows: [Int]) {
    guard let first = rows.first else { return }
    var span =
      spans[step] ?? Span(count: 0, first: times[first], last: times[first])
    for row in rows { span.add(times[row]) }
    spans[step] = span
  }

  /// Takes out the steps that no row can fall into any more; with `atEnd` all, with `clock` as
  /// if a row of that time had come.
  mutating func release(atEnd: Bool, asOf clock: Instant? = nil) -> Ripe {
    guard !spans.isEmpty, atEnd || settings.disorder != nil else { return Ripe() }
    let runs = runs(atEnd: atEnd)
    guard let limit = limit(runs, atEnd: atEnd, clock) else { return Ripe() }
    var ripe = Ripe()
    for run in runs {
      for step in run.steps where atEnd || plan.start(ofStep: step + 1) <= limit {
        if run.isConfirmed {
          ripe.complete.append(step)
          last = spans[step]?.last
        } else {
          ripe.jumps.append(step)
        }
      }
    }
    for step in ripe.complete + ripe.jumps { spans[step] = nil }
    return ripe
  }

  /// No row before this moment can come; `nil` where nothing is confirmed.
  private func limit(_ runs: [Run], atEnd: Bool, _ clock: Instant?) -> Instant? {
    if atEnd { return Instant(microseconds: .max) }
    guard let confirmed = runs.last(where: \.isConfirmed), let disorder = settings.disorder else {
      return nil
    }
    let watermark = max(confirmed.last, clock ?? confirmed.last)
    var limit = watermark.advanced(by: TimeSpan(microseconds: -disorder.microseconds))
    for run in runs where !run.isConfirmed {
      if run.last.advanced(by: settings.largestJump) >= limit { limit = min(limit, run.first) }
    }
    return limit
  }

  private func runs(atEnd: Bool) -> [Run] {
    var runs: [Run] = []
    var previous = last
    for (step, span) in spans.sorted(by: { $0.key < $1.key }) {
      let isNear = previous.map { span.first.since($0) <= settings.largestJump } ?? false
      if isNear, let place = runs.indices.last {
        runs[place].steps.append(step)
        runs[place].rows += span.count
        runs[place].last = span.last
      } else {
        runs.append(
          Run(
            steps: [step], rows: span.count, first: span.first, last: span.last,
            isConfirmed: isNear))
      }
      previous = span.last
    }
    for place in runs.indices where runs[place].rows >= settings.minimumRun {
      runs[place].isConfirmed = true
    }
    confirmLongest(&runs, atEnd)
    return runs
  }

  /// At the end of a stream of which nothing is confirmed the longest run holds.
  private func confirmLongest(_ runs: inout [Run], _ atEnd: Bool) {
    guard atEnd, last == nil, !runs.contains(where: \.isConfirmed),
      let most = runs.map(\.rows).max(),
      let place = runs.firstIndex(where: { $0.rows == most })
    else { return }
    runs[place].isConfirmed = true
  }
}
