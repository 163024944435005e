import FoundationEssentials
import Testing

@testable import VaglioStatistics

/// What every detector promises.
struct DetectorLawTests {
  /// A stream of errors whose rate rises, so that every detector rings in it.
  private static let stream: [Double] = {
    var generator = SeededGenerator(63)
    return (0..<12_000).map { generator.uniform() < ($0 < 6000 ? 0.1 : 0.5) ? 1 : 0 }
  }()

  private func check<D: SequentialDetector>(_ new: D, ringsWithin limit: Int = 12_000) throws {
    let stream = Self.stream
    var whole = new
    let taken = try whole.take(stream)
    #expect(whole.isAlarmed && taken <= limit, "\(D.self)")
    #expect(whole.rowCount == taken)
    #expect(whole.evidence.value >= whole.evidence.threshold)
    // Alarmed, it takes no more.
    #expect(try whole.take([0, 1]) == 0 && whole.rowCount == taken)
    // Blocks and saving in between change nothing.
    var pieces = new
    var count = 0
    while !pieces.isAlarmed, count < stream.count {
      count += try pieces.take(Array(stream[count..<min(count + 501, stream.count)]))
      pieces = try JSONDecoder().decode(D.self, from: JSONEncoder().encode(pieces))
    }
    #expect(pieces == whole && count == taken, "\(D.self)")
    if let start = whole.startOfEvidence { #expect(0..<taken ~= start, "\(D.self)") }
    whole.reset()
    // The conformal martingale remembers which random numbers it has used.
    #expect(whole == new || new is ConformalMartingale, "\(D.self)")
    #expect(whole.rowCount == 0 && !whole.isAlarmed && whole.startOfEvidence == nil)
    try checkRefusals(new)
  }

  private func checkRefusals<D: SequentialDetector>(_ new: D) throws {
    var detector = new
    _ = try detector.take([0, 1, 0])
    let before = detector
    #expect(throws: SequentialError.notFinite(row: 2), "\(D.self)") {
      try detector.take([1, 0, .nan])
    }
    #expect(throws: SequentialError.self) { try detector.take([-.infinity]) }
    #expect(detector == before, "\(D.self)")
    #expect(try detector.take([]) == 0)
    #expect(!new.isAlarmed && new.rowCount == 0 && new.startOfEvidence == nil)
  }

  @Test func `every detector keeps the promises of the protocol`() throws {
    let rises = try MeanHypothesis(mean: 0.1, alternative: .greater)
    let moves = try MeanHypothesis(allowed: 0.08...0.12, alternative: .different)
    try check(AdaptiveBettingTest(rises, alpha: 1e-6))
    try check(AdaptiveBettingTest(moves, alpha: 1e-6))
    for form in EDetector.Form.allCases {
      try check(EDetector(rises, runLength: 1e6, form: form))
      try check(EDetector(moves, runLength: 1e6, form: form))
    }
    for form in ConformalMartingale.Form.allCases {
      try check(ConformalMartingale(cuts: [0, 1], form: form, threshold: 1e6))
    }
    for method in HarmfulShiftTest.Method.allCases {
      try check(
        HarmfulShiftTest(
          sourceBound: 0.15, tolerance: .absolute(0.01), targetAlpha: 1e-4, method: method))
    }
    let reference = Array(Self.stream[..<5000])
    try check(KolmogorovDriftDetector(reference: reference, alpha: 0.01))
    try check(PageHinkleyDetector())
    try check(CumulativeSumDetector(target: 0.1, slack: 0.05, threshold: 20))
    try check(ErrorRateDetector())
    try check(ErrorDistanceDetector())
    try check(AdaptiveWindowDetector())
  }

  @Test func `alarms are counted through resets`() throws {
    var detector = try CumulativeSumDetector(target: 0, slack: 0, threshold: 2.5)
    // Three ones ring; the zero after them changes nothing.
    let alarms = try detector.alarms(in: [0, 1, 1, 1, 0, -1, -1, -1, 1])
    #expect(alarms == [SequentialAlarm(row: 3, start: 1), SequentialAlarm(row: 7, start: 5)])
    #expect(detector.rowCount == 1)
  }

  @Test func `evidence is a share of its threshold`() {
    #expect(SequentialEvidence(.logEValue, 1.5, threshold: 3).share == 0.5)
    #expect(SequentialEvidence(.logEValue, -2, threshold: 3).share == 0)
  }
}
