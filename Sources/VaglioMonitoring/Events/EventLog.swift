/// Events put in order: they may come in any order, and leave in the one order of their contents.
///
/// What leaves depends on the set of the events alone, as long as none comes more than `disorder`
/// after its time, measured against the latest event: those are counted as too late. Everything after the
/// log therefore gives the same bytes whatever the order of arrival.
///
/// A clock that jumps must not carry the watermark along. Events in order of time fall into runs,
/// wherever two neighbours are more than `largestJump` apart; a run of fewer than `minimumRun` events
/// is set aside, unless no other is as long. So a month without data is no jump, a single event from
/// 2099 is one. Held are the events of the last `disorder`, and unconfirmed runs.
public struct EventLog: Codable, Hashable, Sendable {
  /// What a log is set up with.
  public struct Settings: Codable, Hashable, Sendable {
    /// How long after its time an event may come; `nil` for ever, whence all is held until the end.
    public var disorder: TimeSpan?
    /// Events before it are set aside.
    public var start: Instant?
    /// Between neighbouring events of a run lies no more than this.
    public var largestJump: TimeSpan
    /// The fewest events that confirm a run.
    public var minimumRun: Int
    /// The most events that wait at once.
    public var capacity: Int

    public init(
      disorder: TimeSpan? = nil, start: Instant? = nil, largestJump: TimeSpan = .days(7),
      minimumRun: Int = 3, capacity: Int = 20_000_000
    ) {
      (self.disorder, self.start, self.largestJump) = (disorder, start, largestJump)
      (self.minimumRun, self.capacity) = (minimumRun, capacity)
    }
  }

  public let settings: Settings
  public private(set) var tally = EventTally()
  private var waiting: [MonitoredEvent] = []
  /// How many of `waiting` stand in order at its head.
  private var sortedCount = 0
  /// Events up to this one have left.
  private var last: MonitoredEvent?
  /// Events before it come too late.
  private var cutoff = Instant(microseconds: .min)

  /// A log of no events.
  public init(_ settings: Settings = Settings()) throws(MonitoringError) {
    guard settings.largestJump > .zero else {
      throw .setting("largestJump", expected: "longer than 0")
    }
    guard settings.minimumRun > 0, settings.capacity > 0 else {
      throw .setting("minimumRun and capacity", expected: "at least 1")
    }
    if let disorder = settings.disorder, disorder < .zero {
      throw .setting("disorder", expected: "0 or longer")
    }
    self.settings = settings
  }

  /// How many events wait.
  public var waitingCount: Int { waiting.count }

  /// Takes an event in.
  @inline(__always)
  public mutating func add(_ event: MonitoredEvent) throws(MonitoringError) {
    if let start = settings.start, event.time < start {
      tally.beforeStart += 1
    } else if event.time < cutoff {
      tally.tooLate += 1
    } else {
      guard waiting.count < settings.capacity else { throw .logFull(waiting.count) }
      waiting.append(event)
    }
  }

  /// Takes in what `other` holds; neither may have let events go.
  public mutating func merge(_ other: EventLog) throws(MonitoringError) {
    guard settings == other.settings else {
      throw .setting("the settings of merged logs", expected: "the same")
    }
    guard last == nil, other.last == nil, cutoff == other.cutoff else { throw .alreadyReleased }
    tally.beforeStart += other.tally.beforeStart
    tally.tooLate += other.tally.tooLate
    for event in other.waiting { try add(event) }
  }

  /// Whether enough has come since the last release that sorting is worth while.
  var isRipe: Bool {
    settings.disorder != nil && waiting.count - sortedCount >= max(8192, sortedCount)
  }

  /// Lets go, in order, the events that none can come before any more; with `clock` as if an event of that
  /// time had come.
  public mutating func release(asOf clock: Instant? = nil) -> [MonitoredEvent] {
    guard let disorder = settings.disorder else { return [] }
    let allowed = TimeSpan(microseconds: -disorder.microseconds)
    guard !waiting.isEmpty else {
      if let clock, last != nil { cutoff = max(cutoff, clock.advanced(by: allowed)) }
      return []
    }
    sort()
    let runs = runs(atEnd: false)
    guard let confirmed = runs.last(where: \.isConfirmed) else { return [] }
    let watermark = max(waiting[confirmed.events.upperBound - 1].time, clock ?? .distantPast)
    var limit = watermark.advanced(by: allowed)
    // An unconfirmed run may still grow while events near it may come; until then all after it waits.
    for run in runs where !run.isConfirmed {
      let end = waiting[run.events.upperBound - 1].time.advanced(by: settings.largestJump)
      if end >= limit { limit = min(limit, waiting[run.events.lowerBound].time) }
    }
    return release(runs, before: limit)
  }

  /// Lets go all events, in order; runs that nothing confirmed are set aside.
  public mutating func finish() -> [MonitoredEvent] {
    sort()
    return release(runs(atEnd: true), before: Instant(microseconds: .max))
  }

  private mutating func sort() {
    guard sortedCount < waiting.count else { return }
    waiting.sort()
    var kept = 0
    for event in waiting {
      if kept > 0 ? waiting[kept - 1] == event : last == event {
        tally.duplicates += 1
      } else {
        waiting[kept] = event
        kept += 1
      }
    }
    waiting.removeSubrange(kept...)
    sortedCount = kept
  }

  private struct Run {
    var events: Range<Int>
    var isConfirmed: Bool
  }

  /// The runs of the waiting events; the first goes on from what has left.
  private func runs(atEnd: Bool) -> [Run] {
    var runs: [Run] = []
    var (start, previous) = (0, last?.time)
    var follows = false
    for (place, event) in waiting.enumerated() {
      if let time = previous, event.time.since(time) > settings.largestJump {
        if place > start { runs.append(run(start..<place, follows)) }
        (start, follows) = (place, false)
      } else if place == 0, previous != nil {
        follows = true
      }
      previous = event.time
    }
    if start < waiting.count { runs.append(run(start..<waiting.count, follows)) }
    if atEnd, last == nil, !runs.contains(where: \.isConfirmed),
      let most = runs.map(\.events.count).max(),
      let first = runs.firstIndex(where: { $0.events.count == most })
    {
      runs[first].isConfirmed = true
    }
    return runs
  }

  private func run(_ events: Range<Int>, _ follows: Bool) -> Run {
    Run(events: events, isConfirmed: follows || events.count >= settings.minimumRun)
  }

  private mutating func release(_ runs: [Run], before limit: Instant) -> [MonitoredEvent] {
    var released: [MonitoredEvent] = []
    var gone = 0
    for run in runs {
      let end =
        limit.microseconds == .max
        ? run.events.upperBound
        : waiting[run.events].partitioningIndex { $0.time >= limit }
      guard end > run.events.lowerBound else { break }
      if run.isConfirmed {
        released += waiting[run.events.lowerBound..<end]
      } else {
        tally.clockJumps += end - run.events.lowerBound
      }
      gone = end
      if end < run.events.upperBound { break }
    }
    waiting.removeSubrange(0..<gone)
    sortedCount = waiting.count
    last = released.last ?? last
    if limit.microseconds != .max { cutoff = max(cutoff, limit) }
    return released
  }
}

extension RandomAccessCollection where Index == Int {
  /// The first place from which on all elements meet a condition, when those that do come last.
  func partitioningIndex(_ isAfter: (Element) -> Bool) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = low + (high - low) / 2
      if isAfter(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
