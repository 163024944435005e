import Testing

@testable import VaglioReporting

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

struct InkTests {
  /// The relative luminance of WCAG 2.2.
  private func luminance(_ hexadecimal: String) -> Double {
    let value = Int(hexadecimal.dropFirst(), radix: 16) ?? 0
    let channels = [value >> 16, value >> 8, value].map { channel -> Double in
      let fraction = Double(channel & 0xFF) / 255
      return fraction <= 0.04045 ? fraction / 12.92 : pow((fraction + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
  }

  private func contrast(_ one: String, _ other: String) -> Double {
    let lights = [luminance(one), luminance(other)].sorted()
    return (lights[1] + 0.05) / (lights[0] + 0.05)
  }

  private func expect(_ ink: Ink, on ground: Ink, atLeast ratio: Double) {
    #expect(contrast(ink.light, ground.light) >= ratio, "\(ink) on \(ground), light")
    #expect(contrast(ink.dark, ground.dark) >= ratio, "\(ink) on \(ground), dark")
  }

  @Test func `black on white has the contrast that WCAG states`() {
    #expect(abs(contrast("#000000", "#FFFFFF") - 21) < 1e-9)
  }

  @Test(arguments: [
    Ink.text, .muted, .candidate, .production, .pass, .inconclusive, .fail, .notEvaluated, .link,
  ])
  func `every colour of text stands out 4,5 to 1 from page and surface`(ink: Ink) {
    expect(ink, on: .background, atLeast: 4.5)
    expect(ink, on: .surface, atLeast: 4.5)
  }

  @Test(arguments: [
    (Ink.pass, Ink.passTint), (.inconclusive, .inconclusiveTint), (.fail, .failTint),
    (.notEvaluated, .notEvaluatedTint),
  ])
  func `a ruling and plain text stand out from the ruling's tint`(ink: Ink, tint: Ink) {
    for text in [ink, .text, .link] { expect(text, on: tint, atLeast: 4.5) }
  }

  @Test(arguments: [Ink.worse2, .worse1, .better1, .better2])
  func `text stands out from the ground of every cell`(ground: Ink) {
    expect(.text, on: ground, atLeast: 4.5)
  }

  @Test(arguments: [Ink.axis, .focus])
  func `axes and focus rings stand out 3 to 1`(ink: Ink) {
    expect(ink, on: .background, atLeast: 3)
    expect(ink, on: .surface, atLeast: 3)
  }

  @Test func `the sequential ramp grows away from the ground in both schemes`() {
    let light = Ink.sequential.map { contrast($0.light, Ink.background.light) }
    let dark = Ink.sequential.map { contrast($0.dark, Ink.background.dark) }
    #expect(light == light.sorted() && dark == dark.sorted())
  }

  @Test func `the style sheet holds nothing that a parser could take for markup`() {
    let text = StyleSheet.page.text
    #expect(!text.contains("<") && !text.contains("&") && !text.contains("url("))
    for ink in Ink.allCases { #expect(text.contains("--\(ink.rawValue):\(ink.light)")) }
  }
}
