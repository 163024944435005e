import VaglioFindings
import VaglioGates

@testable import VaglioReporting

/// A watch made up with the shape of real ones: a credit model over ninety days, whose labels come
/// within a fortnight, and which broke in one region.
struct SampleWatch {
  static let day = 86_400.0
  /// 2026-06-01T00:00Z.
  var start = 1_780_272_000.0
  var windows = 90
  var columns = 20
  var segments = 12
  /// Days of a failed feed, for which there is nothing.
  var gap = 33..<39
  /// How long a window is, in days.
  var width = 1.0
  var horizon = 14.0
  var hasLabels = true
  var rang = true
  var name: (String) -> String = { $0 }

  /// A number in −1…1 that looks random and is always the same.
  static func noise(_ seeds: Int...) -> Double {
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    for seed in seeds {
      state ^= UInt64(bitPattern: Int64(seed)) &+ 0x9E37_79B9_7F4A_7C15
      state = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
      state = (state ^ (state >> 27)) &* 0x94D0_49BB_1331_11EB
      state ^= state >> 31
    }
    return Double(state >> 11) / Double(1 << 52) - 1
  }

  /// About normal, with variance 1.
  static func normal(_ one: Int, _ two: Int, _ three: Int) -> Double {
    (0..<6).map { noise(one, two, three, $0) }.reduce(0, +) / 2.0.squareRoot()
  }

  var days: [Int] { (0..<windows).filter { !gap.contains($0) } }
  var end: Double { start + Double(windows) * width * Self.day }
  func from(_ window: Int) -> Double { start + Double(window) * width * Self.day }
  func to(_ window: Int) -> Double { from(window + 1) }
  func time(_ days: Double) -> Double { start + days * width * Self.day }
  func isFinal(_ window: Int) -> Bool { to(window) + horizon * Self.day <= end }
  func age(_ window: Int) -> Double { (end - to(window)) / Self.day }
  func due(_ window: Int) -> Double { min(1, age(window) / horizon).squareRoot() * 0.93 }
  func predictions(_ window: Int) -> Double {
    (9000 + 1500 * Self.noise(window, 3) - (window % 7 > 4 ? 4000 : 0)).rounded()
  }
  func labelled(_ window: Int) -> Double {
    guard hasLabels else { return 0 }
    return (predictions(window) * due(window) * (window % 29 == 17 ? 0.6 : 0.99)).rounded()
  }

  private func numbers(_ value: (Int) -> Double?) -> Exhibit.Series {
    .numbers(days.map(value))
  }
}

extension SampleWatch {
  var overview: Exhibit {
    Exhibit(
      kind: "watch_windows", subject: .model,
      series: [
        "start": numbers(from), "end": numbers(to), "as_of": numbers { _ in end },
        "final": numbers { isFinal($0) ? 1 : 0 }, "predictions": numbers(predictions),
        "missing_scores": numbers { _ in 0 }, "labelled": numbers(labelled),
        "mean_score": numbers { 0.14 + 0.002 * Self.noise($0) },
        "expected_coverage": numbers { _ in hasLabels ? 0.93 : nil },
        "expected_coverage_lower": numbers { _ in hasLabels ? 0.91 : nil },
        "expected_coverage_upper": numbers { _ in hasLabels ? 0.945 : nil },
        "expected_share": numbers { hasLabels ? due($0) : nil },
      ],
      scalars: [
        "width_seconds": width * Self.day, "step_seconds": width * Self.day,
        "horizon_seconds": horizon * Self.day,
      ])
  }

  /// How far a metric is off on a window: the break in the third segment begins halfway.
  private func shift(_ window: Int, segment: Int) -> Double {
    guard window >= windows / 2 else { return 0 }
    return segment == 3 ? 1 : segment == 0 ? 0.16 : 0
  }

  func metric(
    _ name: String, level: Double, effect: Double, spread: Double, segment: Int = 0,
    limits: [String: Double] = [:], estimated: Bool = false
  ) -> Exhibit {
    let size = segment == 0 ? 1.0 : 3.2
    func half(_ window: Int) -> Double {
      1.96 * spread * size / max(labelled(window) / 9000, 0.02).squareRoot()
    }
    func value(_ window: Int) -> Double? {
      guard labelled(window) > 100 else { return nil }
      return level + effect * shift(window, segment: segment)
        + half(window) / 1.96 * Self.normal(window, segment, name.count)
    }
    var series: [String: Exhibit.Series] = [
      "metric": .words(days.map { _ in name }), "start": numbers(from), "end": numbers(to),
      "final": numbers { isFinal($0) ? 1 : 0 }, "labelled": numbers { labelled($0) / size },
      "value": numbers(value), "lower": numbers { day in value(day).map { $0 - half(day) } },
      "upper": numbers { day in value(day).map { $0 + half(day) } },
    ]
    if segment == 0 {
      func mean(_ window: Int) -> Double? {
        guard hasLabels, isFinal(window) else { return nil }
        let late = max(0, Double(window - windows / 2)) / Double(window + 1)
        return level + effect * 0.16 * late
      }
      func reach(_ window: Int) -> Double { 5.4 * spread / Double(window + 1).squareRoot() }
      series["since_start"] = numbers(mean)
      series["since_start_lower"] = numbers { day in mean(day).map { $0 - reach(day) } }
      series["since_start_upper"] = numbers { day in mean(day).map { $0 + reach(day) } }
    }
    if segment == 0 && estimated {
      let estimate = { (window: Int) in level + effect * 0.03 + spread * Self.noise(window, 9) }
      series["estimated"] = numbers(estimate)
      series["estimated_lower"] = numbers { estimate($0) - 2.2 * spread }
      series["estimated_upper"] = numbers { estimate($0) + 2.2 * spread }
    }
    let slice =
      segment == 0
      ? Slice.all : Slice([.init(column: self.name("region"), value: self.name("re_\(segment)"))])
    return Exhibit(
      kind: "watch_metric", subject: .model, slice: slice, series: series, scalars: limits)
  }

  var metrics: [Exhibit] {
    var exhibits = [
      metric(
        "roc_auc", level: 0.728, effect: -0.06, spread: 0.0065, limits: ["limit_at_least": 0.71],
        estimated: true),
      metric(
        "brier_score", level: 0.109, effect: 0.05, spread: 0.0022, limits: ["limit_at_most": 0.115],
        estimated: true),
      metric("recall", level: 0.41, effect: -0.1, spread: 0.013),
    ]
    for segment in 0..<segments {
      exhibits.append(
        metric("roc_auc", level: 0.728, effect: -0.06, spread: 0.0065, segment: segment + 1))
      exhibits.append(
        metric("brier_score", level: 0.109, effect: 0.05, spread: 0.0022, segment: segment + 1))
    }
    return exhibits
  }

  private struct Firing {
    let alert: String
    var slice = "all"
    var severity = "warning"
    var metric = ""
    let pending: Double?
    let fired: Double?
    let resolved: Double?
    var text = ""
  }

  private var firings: [Firing] {
    guard rang else { return [] }
    let n = Double(windows)
    let region = "\(name("region"))=\(name("re_3"))"
    return [
      Firing(
        alert: name("calibration"), slice: region, severity: "page", pending: nil,
        fired: 0.53 * n, resolved: nil,
        text: "calibration: mean label − score in region=re_3 is off to 0.062 [0.041, 0.083], "
          + "label − score being 0.062 on average, since 2026-07-15T06:00:00Z (2,114 rows). It is carried by "
          + "region=re_3 (0.062 [0.041, 0.083] in region=re_3, 2,114 rows). Without those rows "
          + "channel=web, job=clerk shows nothing. Moved as well: income KS 0.21. Evidence 10^4.6, of "
          + "10^4.2 asked for; such alarms ring falsely at most 0.333 times in 90 days on average."),
      Firing(
        alert: name("loss"), severity: "warning", metric: "brier_score", pending: nil,
        fired: 0.62 * n, resolved: 0.72 * n,
        text:
          "loss: brier_score has risen to 0.118 [0.1156, 0.1204], which should be at most 0.12, since "
          + "2026-07-20T00:00:00Z (88,120 rows). It is carried by region=re_3. Evidence 10^5.6, of 10^5.5 "
          + "asked for; such alarms ring falsely at most 0.333 times in 90 days on average."),
      Firing(
        alert: name("auc"), severity: "warning", metric: "roc_auc", pending: 0.1 * n, fired: nil,
        resolved: 0.12 * n),
      Firing(
        alert: name("auc"), severity: "warning", metric: "roc_auc", pending: 0.66 * n,
        fired: 0.69 * n, resolved: 0.78 * n,
        text: "auc: roc_auc is 0.698 [0.688, 0.708], which should be at least 0.71 (8,411 rows). "
          + "No single segment carries it."),
      Firing(
        alert: name("income"), severity: "ticket", pending: 0.93 * n, fired: nil, resolved: nil),
    ]
  }

  var alerts: Exhibit {
    let all = firings
    return Exhibit(
      kind: "watch_alerts", subject: .model,
      series: [
        "alert": .words(all.map(\.alert)), "slice": .words(all.map(\.slice)),
        "severity": .words(all.map(\.severity)), "text": .words(all.map(\.text)),
        "metric": .words(all.map(\.metric)),
        "pending_since": .numbers(all.map { $0.pending.map(time) }),
        "fired_at": .numbers(all.map { $0.fired.map(time) }),
        "resolved_at": .numbers(all.map { $0.resolved.map(time) }),
        "predictions": .numbers(
          all.map { firing in
            firing.fired.map { (((firing.resolved ?? Double(windows)) - $0) * 8200).rounded() }
          }),
      ])
  }

  func evidence(_ alert: String, segment: Int?, breaks: Double?) -> Exhibit {
    let n = Double(windows)
    var (share, rings) = (0.2, false)
    var (shares, phases) = ([Double](), [String]())
    for window in days {
      let part = Double(window) / n
      let isOff = breaks.map { part >= $0 && part < $0 + (segment == nil ? 0.12 : 1) } ?? false
      share = max(share + (isOff ? 0.3 : 0) + 0.07 * Self.normal(window, segment ?? 0, 5) - 0.01, 0)
      rings = isOff && (rings || share >= 1)
      shares.append(share)
      phases.append(rings ? "firing" : "inactive")
      if share >= 1 { share = 0.1 }
    }
    return Exhibit(
      kind: "watch_evidence", subject: .model,
      slice: segment.map { Slice([.init(column: name("region"), value: name("re_\($0)"))]) }
        ?? .all,
      series: [
        "alert": .words(days.map { _ in name(alert) }),
        "phase": .words(phases),
        "at": .numbers(days.map { to($0) }), "share": .numbers(shares),
        "value": .numbers(days.map { _ in nil }),
      ])
  }

  var values: Exhibit {
    let values = days.map { 0.728 - ($0 >= windows / 2 ? 0.02 : 0) + 0.006 * Self.normal($0, 1, 2) }
    return Exhibit(
      kind: "watch_evidence", subject: .model,
      series: [
        "alert": .words(days.map { _ in name("auc") }),
        "phase": .words(
          days.map { (0.69..<0.78).contains(Double($0) / Double(windows)) ? "firing" : "inactive" }),
        "at": .numbers(days.map { to($0) }), "value": .numbers(values),
        "lower": .numbers(values.map { $0 - 0.017 }), "upper": .numbers(values.map { $0 + 0.017 }),
      ], scalars: ["limit_at_least": 0.71])
  }

  static let columnNames = [
    "income", "age", "utilisation", "limit", "tenure", "n_trans", "region", "channel", "job",
    "balance", "pay_0", "pay_2", "education", "has_phone", "loan_purpose", "months_since_default",
  ]

  var drift: Exhibit {
    var names: [String] = []
    var series: [String: [Double?]] = [:]
    for column in 0..<columns {
      let base = Self.columnNames[column % Self.columnNames.count]
      let own = name(
        column < Self.columnNames.count ? base : "\(base)_\(column / Self.columnNames.count)")
      for window in days {
        let moves =
          column == 0
          ? window > windows * 2 / 3 : column == 4 && (windows / 3..<windows / 2).contains(window)
        let value =
          0.02 + 0.012 * abs(Self.noise(column, window))
          + (moves ? 0.19 + 0.06 * Self.noise(window, column, 1) : 0)
          + (column == 7 ? 0.25 * Double(window) / Double(windows) : 0)
        names.append(own)
        series["start", default: []].append(from(window))
        series["end", default: []].append(to(window))
        series["value", default: []].append(column == 9 && window < windows / 5 ? nil : value)
        series["lower", default: []].append(max(value - 0.012, 0))
        series["upper", default: []].append(value + 0.012)
        series["missing_rate", default: []].append(column == 2 ? 0.031 : 0)
        series["moved", default: []].append(value > 0.1 ? 1 : 0)
      }
    }
    return Exhibit(
      kind: "watch_drift", subject: .model,
      series: ["column": .words(names)].merging(series.mapValues { .numbers($0) }) { one, _ in one }
    )
  }

  var delays: Exhibit {
    let ages = stride(from: 0.0, through: horizon, by: 0.25).map { $0 }
    let share = ages.map { ($0 / horizon).squareRoot() * 0.93 }
    return Exhibit(
      kind: "watch_delays", subject: .model,
      series: [
        "age_seconds": .numbers(ages.map { $0 * Self.day }), "coverage": .numbers(share),
        "lower": .numbers(share.map { max($0 - 0.01, 0) }),
        "upper": .numbers(share.map { min($0 + 0.01, 1) }),
      ])
  }

  var accounts: [Exhibit] {
    let alerts = ["calibration", "loss", "auc", "income"].map(name)
    return [
      Exhibit(
        kind: "watch_budget", subject: .model,
        series: [
          "alert": .words(alerts),
          "kind": .words(["calibration", "detector", "interval", "interval"]),
          "watches": .numbers([13, 1, 1, 1]), "weight": .numbers([1, 1, 1, 1]),
          "false_alarms": .numbers([0.25, 0.25, 0.25, 0.25]),
          "threshold": .numbers([0.25, 3_600_000, 0.002_78, 0.002_78]),
        ], scalars: ["days": 90, "rows_per_day": 10_000, "looks_per_day": 1]),
      Exhibit(
        kind: "watch_events", subject: .model,
        series: [
          "event": .words([
            "predictions", "labels", "corrections", "duplicates", "late_labels", "unknown_ids",
            "too_late", "clock_jumps",
          ]), "count": .numbers([700_412, 588_120, 311, 1204, 97, 12, 0, 0]),
        ]),
      Exhibit(
        kind: "watch_hindsight", subject: .model,
        series: [
          "alert": .words(alerts), "fired": .numbers([1, 1, 1, 0]),
          "firing_seconds": .numbers([42 * Self.day, 9 * Self.day, 8 * Self.day, 0]),
          "allowed": .numbers([0.25, 0.25, 0.25, 0.25]), "bad_stretches": .numbers([1, 2, 1, nil]),
          "caught": .numbers([1, 1, 0, nil]), "missed": .numbers([0, 1, 1, nil]),
          "unexplained": .numbers([0, 0, 1, nil]),
          "delay_seconds": .numbers([2.75 * Self.day, 10 * Self.day, nil, nil]),
          "exposed": .numbers([2310, 81_200, 9012, nil]),
        ]),
      Exhibit(
        kind: "watch_stretches", subject: .model,
        series: [
          "alert": .words([alerts[0], alerts[1], alerts[1]]),
          "slice": .words(["\(name("region"))=\(name("re_3"))", "all", "all"]),
          "start": .numbers([0.5, 0.51, 0.85].map { time($0 * Double(windows)) }),
          "end": .numbers([0.86, 0.75, 0.88].map { time($0 * Double(windows)) }),
          "fired_at": .numbers([time(0.53 * Double(windows)), time(0.62 * Double(windows)), nil]),
          "value": .numbers([0.061, 0.1189, 0.117]), "lower": .numbers([0.04, 0.1172, 0.1153]),
          "upper": .numbers([0.08, 0.1206, 0.1187]),
        ]),
    ]
  }

  var exhibits: [Exhibit] {
    [overview] + metrics + (rang ? [alerts] : []) + [
      evidence("calibration", segment: 3, breaks: rang ? 0.5 : nil),
      evidence("loss", segment: nil, breaks: rang ? 0.58 : nil), values,
      evidence("calibration", segment: 5, breaks: nil), drift, delays,
    ] + accounts
  }

  func dossier(judged: Bool = false) -> Dossier {
    let measures = [
      Measure(
        name: "roc_auc", title: "ROC AUC", definition: "Share of pairs in order.", range: 0...1,
        direction: .higherIsBetter),
      Measure(
        name: "brier_score", title: "Brier score", definition: "Mean squared gap.", range: 0...1,
        direction: .lowerIsBetter),
      Measure(
        name: "recall", title: "Recall", definition: "Share found.", range: 0...1,
        direction: .higherIsBetter),
      Measure(
        name: "watch.firing", title: "Alerts firing", definition: "How many fire at the end.",
        range: 0 ... .infinity, direction: .lowerIsBetter),
      Measure(
        name: "watch.fired", title: "Alerts fired", definition: "How many fired in all.",
        range: 0 ... .infinity, direction: .lowerIsBetter),
    ]
    let findings = Findings([
      SampleDossier.finding("roc_auc", .model, 0.7163, 0.0135, "delong", count: 8100),
      SampleDossier.finding("brier_score", .model, 0.1171, 0.0046, "t", count: 8100),
      SampleDossier.finding("recall", .model, 0.39, 0.027, "wilson", count: 1180),
      Finding(
        measure: "watch.firing", subject: .model, estimate: Estimate(rang ? 1 : 0), count: 1),
      Finding(
        measure: "watch.fired", subject: .model, estimate: Estimate(rang ? 3 : 0), count: 3),
    ])
    return Dossier(
      task: "watch", models: [.init(role: .model, name: name("credit-2026-05"))],
      findings: findings, measures: measures, exhibits: exhibits, verdict: nil,
      provenance: SampleDossier.provenance("log-2026.jsonl", rows: 700_412, policy: false))
  }
}

extension SampleDossier {
  /// Fifty columns and twenty segments over ninety windows: the size that a page must bear.
  static func watchLarge() -> Dossier { SampleWatch(columns: 50, segments: 20).dossier() }

  /// A watch whose names try to leave their place, whose columns are torn, whose times are absurd, and
  /// in which two hundred alerts fire at once.
  static func watchHostile() -> Dossier {
    let names = hostileNames
    let absurd: [Double?] = [
      -1e308, nil, 1e308, -9e12, -2_208_988_800, 0, 86_400, 1_767_225_600, 9e12, 0.5, 1e13, 42,
    ]
    let later: [Double?] = absurd.map { $0.map { $0 + 86_400 } }
    let count = 200
    let lanes = (0..<count).map { names[$0 % names.count] + "\($0)" }
    let alerts = Exhibit(
      kind: "watch_alerts", subject: .model,
      series: [
        "alert": .words(lanes), "slice": .words(lanes.map { "\($0)=\($0)" }),
        "severity": .words(names), "text": .words(lanes), "metric": .words([names[0]]),
        "fired_at": .numbers((0..<count).map { 1e9 + Double($0) * 1e6 }),
        "pending_since": .numbers([nil, 1e9, 1e308, 4e9]), "predictions": .numbers([-5, 1e300]),
      ])
    let histories = names.enumerated().map { index, name in
      Exhibit(
        kind: "watch_metric", subject: .model, slice: index % 2 == 0 ? .all : slice(name, name),
        series: [
          "metric": .words(absurd.map { _ in index % 2 == 0 ? name : names[0] }),
          "start": .numbers(absurd), "end": .numbers(later), "final": .numbers([1, 0, nil, 7]),
          "labelled": .numbers([nil, -3, 1e308]),
          "value": .numbers([nil, 1e308, -1e308, 0.5, 0.25, 1e-300, 7, 8, 9, 10, 11, -12]),
          "lower": .numbers([nil, -1e308, 1, 0.4, 0.3, 0, 6, 7, 8]),
          "upper": .numbers([1, 2, 3, 0.6, 1]),
          "since_start": .numbers(absurd), "since_start_lower": .numbers(later),
          "since_start_upper": .numbers(absurd), "estimated": .numbers([0.5]),
        ], scalars: ["limit_at_least": 1e308, "limit_at_most": -1e308])
    }
    let evidence = names.map { name in
      Exhibit(
        kind: "watch_evidence", subject: .model, slice: slice(name, name),
        series: [
          "alert": .words([name]), "phase": .words(["firing", name, "firing"]),
          "at": .numbers(absurd),
          "share": .numbers([-3, 1e308, 0.5, nil, 2]), "value": .numbers(absurd),
        ])
    }
    let windows = Exhibit(
      kind: "watch_windows", subject: .model,
      series: [
        "start": .numbers(absurd), "end": .numbers(later), "final": .numbers([1]),
        "predictions": .numbers([-1, 1e308, 0, 5, 5, 5, 5, 5, 5, 5, 5, 5]),
        "labelled": .numbers([9, 9, 9, 9, 9, 9]), "expected_share": .numbers(absurd),
      ])
    let drift = Exhibit(
      kind: "watch_drift", subject: .model,
      series: [
        "column": .words(names + names), "start": .numbers(absurd + absurd),
        "end": .numbers(later + later), "value": .numbers(absurd),
        "moved": .numbers([1, 1, 1, 1, 1, 1]),
        "missing_rate": .numbers(absurd),
      ])
    let tables = ["watch_budget", "watch_hindsight", "watch_stretches", "watch_events"].map {
      kind in
      Exhibit(
        kind: kind, subject: .model,
        series: [
          "alert": .words(names), "kind": .words(names), "slice": .words(names),
          "event": .words(names), "count": .numbers(absurd), "start": .numbers(absurd),
          "end": .numbers(later), "fired": .numbers(absurd), "firing_seconds": .numbers(absurd),
          "allowed": .numbers(absurd), "bad_stretches": .numbers(absurd),
          "caught": .numbers(absurd),
          "delay_seconds": .numbers(absurd), "exposed": .numbers(absurd),
          "unexplained": .numbers(absurd), "threshold": .numbers(absurd),
          "false_alarms": .numbers(absurd), "watches": .numbers(absurd), "value": .numbers(absurd),
        ], scalars: ["days": -1e308, "rows_per_day": 1e308])
    }
    let delays = Exhibit(
      kind: "watch_delays", subject: .model,
      series: [
        "age_seconds": .numbers(absurd), "coverage": .numbers(absurd), "lower": .numbers(later),
      ])
    return Dossier(
      task: "watch", models: [.init(role: .model, name: script)], findings: Findings([]),
      measures: [],
      exhibits: [alerts, windows, drift, delays] + histories + evidence + tables, verdict: nil,
      provenance: provenance(script, rows: 1, policy: false), notes: names)
  }
}
