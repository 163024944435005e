internal import VaglioEvaluation
internal import VaglioFindings
internal import VaglioMonitoring
internal import VaglioTables

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// What `watch` is asked for, checked.
struct WatchPlan {
  /// Where events come from.
  enum Source {
    case replay(predictions: [String], labels: [String])
    case follow([String], idle: TimeSpan?, usesClock: Bool)
  }

  /// A column whose levels are watched apart; without levels, those that occur.
  struct Segment {
    let column: String
    let levels: [String]?
  }

  /// Which columns hold what.
  struct Columns {
    let time: String
    let id: String
    let prediction: ModelColumns
    let label: String?
    let labelTime: String?
    let event: String?
    let positive: String?

    /// The columns of scores: one, or one for each class.
    var scores: [String] { prediction.names }
  }

  let source: Source
  let reference: String?
  let format: TableFormat?
  let separator: SeparatorOption?
  let columns: Columns
  let segments: [Segment]
  /// Columns that are not watched for drift.
  let ignored: [String]
  let task: PredictionTask?
  let threshold: Double
  let metrics: [String]
  let windows: WindowPlan
  let disorder: TimeSpan?
  let evidenceOrder: MonitorSettings.EvidenceOrder
  let reportsEndedWindows: Bool
  let alerts: AlertsFile?
  let level: ConfidenceLevel
  let threads: Int

  var isFollowing: Bool {
    if case .follow = source { return true }
    return false
  }

  /// The plan of a command line.
  init(_ command: Watch) throws {
    source = try Self.source(command.data)
    (reference, format) = (command.data.reference, command.data.reading.inputFormat)
    separator = command.data.reading.separator
    let isFollowing = !command.data.follow.isEmpty
    columns = try Self.columns(command.columns, command.data, source)
    segments = try command.columns.segment.map(Self.segment)
    ignored = command.columns.ignore
    task = try Self.task(command.columns.task, columns)
    threshold = command.columns.threshold ?? 0.5
    guard threshold.isFinite else {
      throw Trouble("--threshold \(threshold): give a finite number")
    }
    metrics = command.alerts.metric
    windows = try Self.windows(
      command.windows, delays: columns.labelTime != nil || !command.data.labels.isEmpty)
    disorder =
      try Self.span(command.windows.disorder, "disorder")
      ?? (isFollowing ? .hours(1) : nil)
    evidenceOrder = try Self.order(command.windows.evidenceOrder)
    reportsEndedWindows = command.windows.early
    alerts = try command.alerts.alerts.map(AlertsFile.init(reading:))
    level = try AnalysisPlan.level(command.alerts.confidence)
    threads =
      try AnalysisPlan.count(command.alerts.threads, "threads", 1...1024)
      ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
  }

  private static func source(_ options: WatchDataOptions) throws(Trouble) -> Source {
    switch (options.replay.isEmpty, options.follow.isEmpty) {
    case (true, true):
      throw Trouble(
        "no events: name files of predictions by --replay, or growing files of JSON lines by --follow"
      )
    case (false, false): throw Trouble("--replay and --follow: give one of them")
    case (false, true):
      guard options.idle == nil, !options.clock else {
        throw Trouble("--idle and --clock: they are about --follow")
      }
      return .replay(predictions: options.replay, labels: options.labels)
    case (true, false):
      guard options.labels.isEmpty else {
        throw Trouble("--labels: with --follow labels come as lines of their own")
      }
      guard options.reading.inputFormat ?? .jsonl == .jsonl, options.reading.separator == nil else {
        throw Trouble("--follow: lines are JSON; --input-format and --separator are about --replay")
      }
      guard !options.follow.contains("-") || options.follow.count == 1 else {
        throw Trouble("--follow -: standard input is followed alone")
      }
      return .follow(
        options.follow, idle: try span(options.idle, "idle"), usesClock: options.clock)
    }
  }

  private static func columns(
    _ options: WatchColumnOptions, _ data: WatchDataOptions, _ source: Source
  ) throws -> Columns {
    var isFollowing = false
    if case .follow = source { isFollowing = true }
    func column(_ name: String?, _ option: String, _ what: String) throws(Trouble) -> String {
      if let name { return name }
      guard isFollowing else { throw Trouble("no --\(option): name the column of \(what)") }
      return option
    }
    guard data.labels.isEmpty || options.label != nil else {
      throw Trouble("no --label: name the column of --labels that holds what came true")
    }
    let time = try column(options.time, "time", "the predictions' times")
    let id = try column(options.id, "id", "the predictions' ids")
    let only = try options.score.isEmpty ? column(nil, "score", "scores or predicted numbers") : nil
    let reference = try ModelReference(scores: only.map { [$0] } ?? options.score)
    let columns = try reference.columns(
      in: { Self.header(source, data) }, task: options.task == .multiclass ? .multiclass : nil)
    switch columns {
    case .single, .classes: break
    case .quantiles, .members:
      throw Trouble("--score: watch takes one column, or one for each class")
    }
    return Columns(
      time: time, id: id, prediction: columns,
      label: options.label ?? (isFollowing ? "label" : nil), labelTime: options.labelTime,
      event: options.event, positive: options.positive)
  }

  /// The columns of the first table of predictions; none are known of a stream.
  private static func header(_ source: Source, _ options: WatchDataOptions) -> Set<String> {
    guard case .replay(let predictions, _) = source else { return [] }
    let data = try? InputData(
      [predictions[0]], format: options.reading.inputFormat,
      options: ReadingOptions(separator: options.reading.separator?.scalar), threads: 1)
    return data?.glimpseOfColumnNames() ?? []
  }

  private static func task(
    _ task: PredictionTask?, _ columns: Columns
  ) throws(Trouble) -> PredictionTask? {
    let own = columns.prediction.task
    guard task == nil || task == own || own == nil && task != .multiclass else {
      throw Trouble(
        own == nil
          ? "--task multiclass: name the columns of probabilities as --score CLASS=COLUMN"
          : "--task \(task?.rawValue ?? ""): columns for several classes are multiclass")
    }
    guard own == nil || columns.positive == nil else {
      throw Trouble("--positive: of several classes none is positive")
    }
    return task ?? own
  }

  private static func segment(_ text: String) throws(Trouble) -> Segment {
    guard let mark = text.firstIndex(of: "=") else { return Segment(column: text, levels: nil) }
    let levels = text[text.index(after: mark)...].split(separator: ",").map(String.init)
    guard mark > text.startIndex, !levels.isEmpty else {
      throw Trouble("--segment \(text): write column, or column=level,level")
    }
    return Segment(column: String(text[..<mark]), levels: levels)
  }

  private static func windows(
    _ options: WatchWindowOptions, delays: Bool
  ) throws(Trouble) -> WindowPlan {
    let horizon = try span(options.horizon, "horizon")
    guard horizon != nil || !delays else {
      throw Trouble(
        "no --horizon: labels have times of their own; say how long they may take, such as 30d")
    }
    let width = try span(options.window, "window") ?? .days(1)
    let (step, offset) = try (span(options.step, "step"), span(options.offset, "offset"))
    do throws(MonitoringError) {
      return try WindowPlan(
        width: width, step: step, horizon: horizon ?? .zero, offset: offset ?? .zero)
    } catch {
      throw Trouble("windows: \(error)")
    }
  }

  private static func span(_ text: String?, _ option: String) throws(Trouble) -> TimeSpan? {
    guard let text else { return nil }
    guard let span = TimeSpan(text) else {
      throw Trouble("--\(option) \(text): give a length of time such as 15m, 6h or 1d12h")
    }
    return span
  }

  private static func order(
    _ text: String?
  ) throws(Trouble) -> MonitorSettings.EvidenceOrder {
    guard let text else { return .labelArrival }
    guard let order = MonitorSettings.EvidenceOrder(rawValue: text) else {
      throw Trouble("--evidence-order \(text): it is label-arrival or horizon")
    }
    return order
  }

  /// The options that the result hangs on, by name, defaults included.
  var recorded: [String: String] {
    var recorded = [
      "time": columns.time, "id": columns.id,
      "score": columns.scores.joined(separator: ", "),
      "window": windows.width.description, "step": windows.step.description,
      "horizon": windows.horizon.description, "evidence-order": evidenceOrder.rawValue,
      "confidence": CanonicalJSON.number(level.fraction),
      "threshold": CanonicalJSON.number(threshold),
    ]
    recorded["label"] = columns.label
    recorded["label-time"] = columns.labelTime
    recorded["event"] = columns.event
    recorded["positive"] = columns.positive
    recorded["task"] = task?.rawValue
    recorded["disorder"] = disorder?.description
    if windows.offset != .zero { recorded["offset"] = windows.offset.description }
    if reportsEndedWindows { recorded["early"] = "true" }
    if !metrics.isEmpty { recorded["metric"] = metrics.joined(separator: ", ") }
    if !segments.isEmpty {
      recorded["segment"] = segments.map { segment in
        segment.column + (segment.levels.map { "=" + $0.joined(separator: ",") } ?? "")
      }.joined(separator: "; ")
    }
    if !ignored.isEmpty { recorded["ignore"] = ignored.joined(separator: ", ") }
    recorded["reference"] = reference.map { PathName($0).lastComponent }
    recorded["separator"] = separator?.text
    return recorded
  }
}
