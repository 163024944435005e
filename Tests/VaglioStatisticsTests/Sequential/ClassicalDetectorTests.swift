import FoundationEssentials
import Testing
import VaglioFindings

@testable import VaglioStatistics

/// The classical detectors beside river's traces.
struct ClassicalDetectorTests {
  private func alarms(_ name: String) throws -> [Int] {
    try #require(SequentialFixture("river")[name]["alarms"]).doubles.map { Int($0) }
  }

  private func rings(
    _ name: String, _ detector: some SequentialDetector, _ stream: [Double]
  ) throws {
    var detector = detector
    #expect(try detector.alarms(in: stream).map(\.row) == alarms(name), "\(name)")
  }

  @Test func `alarms ring at river's rows`() throws {
    let golden = try SequentialFixture("river")
    let (coins, numbers) = (golden.coins("coins"), golden.numbers("numbers"))
    try rings("adwin_coins", AdaptiveWindowDetector(), coins)
    try rings("adwin_numbers", AdaptiveWindowDetector(), numbers)
    try rings(
      "adwin_every_row",
      AdaptiveWindowDetector(delta: 0.05, clock: 1, minimumLength: 8, gracePeriod: 30), numbers)
    try rings("page_hinkley_coins", PageHinkleyDetector(threshold: 20), coins)
    try rings("page_hinkley_numbers", PageHinkleyDetector(), numbers)
    try rings(
      "page_hinkley_up",
      PageHinkleyDetector(delta: 0.1, threshold: 30, alternative: .greater), numbers)
    try rings(
      "page_hinkley_down",
      PageHinkleyDetector(threshold: 30, forgetting: 1, alternative: .less), numbers)
    try rings("ddm", ErrorRateDetector(), coins)
    try rings(
      "ddm_early",
      ErrorRateDetector(minimumCount: 10, warningThreshold: 1.5, alarmThreshold: 2.5), coins)
    try rings("eddm", ErrorDistanceDetector(), coins)
    try rings(
      "eddm_late",
      ErrorDistanceDetector(minimumCount: 50, warningRatio: 0.9, alarmRatio: 0.8), coins)
  }

  @Test(arguments: ["ddm", "eddm"]) func `warnings are river's`(name: String) throws {
    let golden = try SequentialFixture("river")
    let want = try #require(golden[name]["warnings"]).doubles.map { Int($0) }
    var (rate, distance) = (try ErrorRateDetector(), try ErrorDistanceDetector())
    var got: [Int] = []
    for (row, x) in golden.coins("coins").enumerated() where got.count < 200 {
      if rate.isAlarmed { rate.reset() }
      if distance.isAlarmed { distance.reset() }
      _ = try rate.take([x])
      _ = try distance.take([x])
      if name == "ddm" ? rate.isWarned : distance.isWarned { got.append(row) }
    }
    #expect(got == want)
  }

  @Test(arguments: ["coins", "numbers"]) func `windows are river's`(stream: String) throws {
    let golden = try SequentialFixture("river")
    let values = stream == "coins" ? golden.coins(stream) : golden.numbers(stream)
    var detector = try AdaptiveWindowDetector()
    var (widths, means): ([Double], [Double]) = ([], [])
    for (row, x) in values.enumerated() {
      if detector.isAlarmed { detector.reset() }
      _ = try detector.take([x])
      guard row % 250 == 249 else { continue }
      widths.append(Double(detector.width))
      means.append(detector.mean)
    }
    #expect(widths == golden["adwin_\(stream)"]["widths"]?.doubles)
    #expect(agree(means, golden["adwin_\(stream)"]["means"]?.doubles ?? [], 1e-12))
  }

  @Test func `a window's sum of squares is that of its rows`() {
    var generator = SeededGenerator(67)
    var window = BucketedWindow()
    let values = (0..<1000).map { _ in generator.normal() + 5 }
    for value in values { window.insert(value) }
    let mean = values.reduce(0, +) / 1000
    #expect(
      agree([window.total, window.squares], [5000 * mean / 5, squares(values, mean)], 1e-12))
    window.dropOldest()
    // The oldest bucket of a thousand rows, at most five of a size, has 128.
    let rest = Array(values[(1000 - Int(window.width))...])
    let left = rest.reduce(0, +) / window.width
    #expect(window.width == 872)
    #expect(agree([window.squares], [squares(rest, left)], 1e-11))
  }

  private func squares(_ values: [Double], _ mean: Double) -> Double {
    values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  }

  @Test(arguments: [#""levels":[]"#, #""levels":[[]]"#])
  func `a damaged window is refused`(levels: String) throws {
    var window = BucketedWindow()
    window.insert(1)
    let saved = try #require(String(data: JSONEncoder().encode(window), encoding: .utf8))
    let damaged = saved.replacing(#/"levels":\[.*\]/#, with: levels)
    #expect(damaged != saved)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(BucketedWindow.self, from: Data(damaged.utf8))
    }
  }

  @Test func `cumulative sums by hand`() throws {
    var detector = try CumulativeSumDetector(target: 1, slack: 0.5, threshold: 2)
    // Rises of 0.5 − 0, 1.5 − …: 0, 0.5, 2.0, then 2.5 > 2 rings; it began at row 1.
    #expect(try detector.take([1, 2, 3, 2, 0]) == 4)
    #expect(detector.startOfEvidence == 1 && detector.evidence.value == 2.5)
    var down = try CumulativeSumDetector(
      target: 1, slack: 0, threshold: 2, alternative: .less)
    #expect(try down.take([5, 0, 0, 0]) == 4 && down.isAlarmed)
  }

  @Test func `errors are 0 or 1, settings have a meaning`() throws {
    var rate = try ErrorRateDetector()
    #expect(throws: SequentialError.notALabel(0.5, row: 1)) { try rate.take([1, 0.5]) }
    var distance = try ErrorDistanceDetector()
    #expect(throws: SequentialError.notALabel(2, row: 0)) { try distance.take([2]) }
    #expect(throws: SequentialError.self) { try AdaptiveWindowDetector(delta: 0) }
    #expect(throws: SequentialError.self) { try AdaptiveWindowDetector(clock: 0) }
    #expect(throws: SequentialError.self) { try PageHinkleyDetector(forgetting: 0) }
    #expect(throws: SequentialError.self) {
      try ErrorRateDetector(warningThreshold: 3, alarmThreshold: 2)
    }
    #expect(throws: SequentialError.self) { try ErrorDistanceDetector(alarmRatio: 1) }
    #expect(throws: SequentialError.self) {
      try CumulativeSumDetector(target: .nan, slack: 0, threshold: 1)
    }
  }

  @Test func `a constant stream never rings`() throws {
    let ones = Array(repeating: 1.0, count: 5000)
    for value in [0.0, 1] {
      let stream = ones.map { $0 * value }
      var (window, rate, page) = (
        try AdaptiveWindowDetector(), try ErrorRateDetector(), try PageHinkleyDetector()
      )
      #expect(try window.take(stream) == 5000)
      #expect(try rate.take(stream) == 5000)
      #expect(try page.take(stream) == 5000)
    }
  }
}
