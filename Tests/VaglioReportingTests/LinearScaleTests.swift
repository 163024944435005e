import Testing

@testable import VaglioReporting

struct LinearScaleTests {
  @Test func `positions run from start to end, and values outside stand at the edge`() {
    let scale = LinearScale(0...10, from: 100, to: 200)
    #expect(scale.position(0) == 100)
    #expect(scale.position(2.5) == 125)
    #expect(scale.position(99) == 200)
    #expect(scale.position(-.infinity) == 100)
  }

  @Test(arguments: [
    (0.0...1.0, 5, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
    (-0.04...0.03, 6, ["−0.04", "−0.03", "−0.02", "−0.01", "0.00", "0.01", "0.02", "0.03"]),
    (0...18_000, 4, ["0", "5,000", "10,000", "15,000"]),
    (0...4e7, 4, ["0", "1×10⁷", "2×10⁷", "3×10⁷", "4×10⁷"]),
  ])
  func `ticks are round`(domain: ClosedRange<Double>, count: Int, labels: [String]) {
    #expect(LinearScale(domain, from: 0, to: 100).ticks(count).map(\.label) == labels)
  }

  @Test(arguments: [
    0.0...0.0, 5...5, -1e308...1e308, 1e300...1.5e300, 1e-300...2e-300,
    1e16...1.0000000000000002e16,
  ])
  func `any domain gives finite ticks within it`(domain: ClosedRange<Double>) {
    let scale = LinearScale(domain, from: 0, to: 300)
    for tick in scale.ticks(5) {
      #expect(tick.value.isFinite)
      #expect((0...300).contains(scale.position(tick.value)))
    }
  }

  @Test func `a covering scale holds its values and ends at round ones`() {
    let scale = LinearScale(covering: [0.013, 0.087], from: 0, to: 1)
    #expect(scale.domain.lowerBound <= 0.013 && scale.domain.upperBound >= 0.087)
    #expect(scale.ticks().first?.value == scale.domain.lowerBound)
  }

  @Test func `labels that would touch are thinned out`() {
    let scale = LinearScale(0...1_000_000, from: 0, to: 120)
    let ticks = scale.ticks(10, apart: 8)
    let widest = ticks.map { TextWidth.of($0.label, size: 12) }.max() ?? 0
    #expect(ticks.count >= 2)
    #expect(120 / Double(ticks.count - 1) >= widest / 2)
  }
}

struct TextWidthTests {
  @Test func `width grows with text and size, and cutting keeps within the limit`() {
    #expect(TextWidth.of("WWW", size: 12) > TextWidth.of("iii", size: 12))
    #expect(TextWidth.of("abc", size: 24) == 2 * TextWidth.of("abc", size: 12))
    for name in SampleDossier.hostileNames {
      let fitted = TextWidth.fitted(name, width: 90, size: 13)
      #expect(TextWidth.of(fitted, size: 13) <= 90)
    }
  }
}
