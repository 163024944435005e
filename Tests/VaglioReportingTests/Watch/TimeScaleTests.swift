import Testing

@testable import VaglioReporting

struct TimeScaleTests {
  /// Spans from a second to six hundred thousand years, from four beginnings.
  static let spans: [ClosedRange<Double>] = [0.0, 1_767_225_600, -5_000_000_123, -7e12].flatMap {
    start in
    (0..<45).map {
      start...(start + 2.0.squareRoot().squareRoot().squareRoot().squareRoot()
        * Self.power($0))
    }
  }

  private static func power(_ exponent: Int) -> Double {
    (0..<exponent).reduce(1.0) { value, _ in value * 1.95 }
  }

  @Test(arguments: [(236.0, 880.0), (64, 368), (0, 90)])
  func `labels never collide, and ticks lie in order within the axis`(start: Double, end: Double) {
    for span in Self.spans {
      let scale = TimeScale(span, from: start, to: end)
      let ticks = scale.ticks()
      #expect(!ticks.isEmpty)
      for (one, next) in zip(ticks, ticks.dropFirst()) {
        let room =
          (TextWidth.of(one.label, size: 12) + TextWidth.of(next.label, size: 12)) / 2 + 14
        #expect(
          scale.position(next.time) - scale.position(one.time) >= room,
          "\(one.label) | \(next.label)")
      }
      for tick in ticks { #expect(scale.domain.contains(tick.time)) }
    }
  }

  @Test func `a wide axis has several ticks, whatever its length`() {
    for span in Self.spans where span.upperBound - span.lowerBound >= 10 {
      #expect(TimeScale(span, from: 236, to: 880).ticks().count >= 3, "\(span)")
    }
  }

  @Test func `ticks are round in UTC`() {
    let start = CalendarTime.seconds(year: 2026, month: 6, day: 3) + 4321
    func labels(_ days: Double, from: Double = start) -> [String] {
      TimeScale(from...(from + days * 86_400), from: 0, to: 640).ticks().map(\.label)
    }
    // 3 June 2026 was a Wednesday, so that weeks begin on the 8th.
    #expect(labels(7).prefix(2) == ["4 Jun", "5 Jun"])
    #expect(labels(80).first == "8 Jun")
    #expect(labels(300).prefix(3) == ["Jul", "Aug", "Sep"])
    #expect(labels(300).contains("Jan 2027"))
    #expect(labels(3000).contains("2030"))
    #expect(labels(0.5).contains("06:00"))
    #expect(labels(2).contains("4 Jun"))
  }

  @Test func `the axis says that it is UTC, and from when to when`() {
    let scale = TimeScale(0...86_400, from: 0, to: 100)
    #expect(scale.title == "UTC, 1970-01-01 to 1970-01-02")
  }

  @Test func `a span of no length is widened, and one beyond all years is cut`() {
    let moment = TimeScale(5...5, from: 0, to: 100)
    #expect(moment.position(5) == 50)
    let endless = TimeScale(-1e308...1e308, from: 0, to: 100)
    #expect(endless.position(0) == 50)
    #expect(endless.position(.infinity) == 100)
  }
}
