/// A straight map from times to positions, and the round moments in UTC that an axis marks.
struct TimeScale: Sendable {
  /// The times that the axis spans, in seconds since 1970; never of no length.
  let domain: ClosedRange<Double>
  let start: Double
  let end: Double

  /// A scale over a span of time; one of no length is widened to a minute.
  init(_ domain: ClosedRange<Double>, from start: Double, to end: Double) {
    let limit = CalendarTime.limit
    let lower = min(max(domain.lowerBound, -limit), limit)
    let upper = min(max(domain.upperBound, -limit), limit)
    self.domain = upper - lower >= 1 ? lower...upper : (lower - 30)...(lower + 30)
    (self.start, self.end) = (start, end)
  }

  /// The position of a time; one outside the domain stands at its edge.
  func position(_ seconds: Double) -> Double {
    let held = min(max(seconds, domain.lowerBound), domain.upperBound)
    let fraction = (held - domain.lowerBound) / (domain.upperBound - domain.lowerBound)
    return start + fraction * (end - start)
  }

  /// The round moments of the finest step whose labels leave `gap` between them; where none does, the
  /// first of the coarsest.
  func ticks(apart gap: Double = 14, size: Double = 12) -> [(time: Double, label: String)] {
    for step in TimeStep.all {
      guard (domain.upperBound - domain.lowerBound) / step.seconds < 24 else { continue }
      let ticks = labelled(step.moments(in: domain), by: step)
      guard ticks.count > 1 else { break }
      let halves = ticks.map { TextWidth.of($0.label, size: size) / 2 }
      let fit = zip(ticks.indices.dropLast(), ticks.indices.dropFirst()).allSatisfy { left, right in
        position(ticks[right].time) - position(ticks[left].time)
          >= halves[left] + halves[right] + gap
      }
      if fit { return ticks }
    }
    return [(domain.lowerBound, TimeText.moment(domain.lowerBound))]
  }

  /// What the axis says of itself: that it is UTC, and from when to when it runs.
  var title: String {
    "UTC, \(TimeText.moment(domain.lowerBound)) to \(TimeText.moment(domain.upperBound))"
  }

  private func labelled(
    _ moments: [Double], by step: TimeStep
  ) -> [(time: Double, label: String)] {
    var before = CalendarTime(domain.lowerBound)
    return moments.enumerated().map { index, moment in
      let time = CalendarTime(moment)
      let turnsYear = time.year != before.year || (index == 0 && time.month == 1 && time.day == 1)
      before = time
      return (moment, step.label(of: time, turnsYear: turnsYear))
    }
  }
}

/// A distance between ticks of a time axis.
enum TimeStep: Sendable {
  /// So many seconds, which divide a day.
  case seconds(Int)
  case days(Int)
  /// So many weeks, from Mondays.
  case weeks(Int)
  /// So many months, which divide a year.
  case months(Int)
  case years(Int)

  /// The steps from the finest to the coarsest.
  static let all: [TimeStep] =
    [1, 5, 15, 30, 60, 300, 900, 1800, 3600, 10_800, 21_600, 43_200].map(TimeStep.seconds)
    + [.days(1), .days(2), .weeks(1), .weeks(2), .months(1), .months(3), .months(6)]
    + [1, 10, 100, 1000, 10_000, 100_000].flatMap { power in
      [1, 2, 5].map { TimeStep.years($0 * power) }
    }

  /// How long the step is, months and years on average.
  var seconds: Double {
    switch self {
    case .seconds(let count): Double(count)
    case .days(let count): Double(count) * 86_400
    case .weeks(let count): Double(count) * 604_800
    case .months(let count): Double(count) * 2_629_746
    case .years(let count): Double(count) * 31_556_952
    }
  }

  /// The round moments within a domain.
  func moments(in domain: ClosedRange<Double>) -> [Double] {
    switch self {
    case .seconds, .days: multiples(in: domain, of: seconds, from: 0)
    // 1970-01-05 was a Monday.
    case .weeks: multiples(in: domain, of: seconds, from: 4 * 86_400)
    case .months(let count): calendar(in: domain, months: count)
    case .years(let count): calendar(in: domain, months: 12 * count)
    }
  }

  private func multiples(
    in domain: ClosedRange<Double>, of step: Double, from origin: Double
  ) -> [Double] {
    let first = ((domain.lowerBound - origin) / step).rounded(.up)
    let last = ((domain.upperBound - origin) / step).rounded(.down)
    guard last >= first, last - first < 100 else { return [] }
    return (0...Int(last - first)).map { origin + (first + Double($0)) * step }
  }

  private func calendar(in domain: ClosedRange<Double>, months step: Int) -> [Double] {
    let first = CalendarTime(domain.lowerBound)
    let number = first.year * 12 + first.month - 1
    var next = Int((Double(number) / Double(step)).rounded(.down)) * step
    var moments: [Double] = []
    while moments.count < 100 {
      let moment = CalendarTime.seconds(year: 0, month: next + 1)
      if moment > domain.upperBound { break }
      if moment >= domain.lowerBound { moments.append(moment) }
      next += step
    }
    return moments
  }

  /// A tick's label: as short as its neighbours allow, with the year where it turns.
  func label(of time: CalendarTime, turnsYear: Bool) -> String {
    let day = "\(time.day) \(time.monthName)"
    switch self {
    case .seconds: return time.secondOfDay == 0 ? day : time.clock
    case .days, .weeks: return turnsYear ? "\(day) \(time.yearText)" : day
    case .months: return turnsYear ? "\(time.monthName) \(time.yearText)" : time.monthName
    case .years: return time.yearText
    }
  }
}
