import Testing

@testable import VaglioReporting

struct TextReportTests {
  @Test(arguments: SampleDossier.all.keys.sorted())
  func `no line is wider than a hundred columns, nor ends in spaces`(name: String) throws {
    let text = String(
      decoding: TextReport().render(try #require(SampleDossier.all[name])), as: UTF8.self)
    for line in text.split(separator: "\n") {
      #expect(TerminalText.width(of: String(line)) <= 100, "\(line)")
      #expect(!line.hasSuffix(" "))
    }
    #expect(!text.contains("\u{1B}"))
  }

  @Test func `columns stand under one another`() throws {
    let text = String(decoding: TextReport().render(SampleDossier.binary()), as: UTF8.self)
    #expect(text.hasPrefix("✕ FAIL  lightgbm_2026_10 against xgboost_2025_03\n"))
    let lines = text.split(separator: "\n").filter { $0.contains("±") && $0.contains("0.7") }
    let ends = Set(
      lines.filter { $0.hasPrefix("  ROC AUC") || $0.hasPrefix("  Accuracy") }.map(\.count))
    #expect(ends.count == 1)
  }

  @Test func `colour changes nothing but colour`() {
    let plain = String(decoding: TextReport().render(SampleDossier.binary()), as: UTF8.self)
    let ansi = String(
      decoding: TextReport(style: .ansi).render(SampleDossier.binary()), as: UTF8.self)
    #expect(ansi != plain)
    #expect(ansi.replacing(/\u{1B}\[[0-9;]*m/, with: "") == plain)
  }

  @Test func `wide and joining characters are counted as terminals draw them`() {
    #expect(TerminalText.width(of: "年齢") == 4)
    #expect(TerminalText.width(of: "e\u{0301}") == 1)
    #expect(TerminalText.fitted("年齢区分", to: 5) == "年齢…")
    #expect(TerminalText.wrapped("aa bb cc", width: 7, indent: "  ") == ["  aa bb", "  cc"])
  }
}
