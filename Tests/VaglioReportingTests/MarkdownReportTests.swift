import Testing

@testable import VaglioReporting

struct MarkdownReportTests {
  private func text(_ dossier: Dossier) -> String {
    String(decoding: MarkdownReport().render(dossier), as: UTF8.self)
  }

  @Test func `the verdict comes first and the numbers stand in tables`() {
    let text = text(SampleDossier.binary())
    #expect(text.hasPrefix("## ✕ FAIL: lightgbm\\_2026\\_10 against xgboost\\_2025\\_03\n"))
    #expect(
      text.contains(
        "| ROC AUC | 0.781 ± 0.011 | 0.775 ± 0.012 | +0.006 ± 0.004 | candidate better |"))
    #expect(text.hasSuffix("`80a00f0b51c6`\n"))
  }

  @Test(arguments: SampleDossier.all.keys.sorted())
  func `every row of a table has as many cells as its head`(name: String) throws {
    var expected: Int?
    for line in text(try #require(SampleDossier.all[name])).split(
      separator: "\n", omittingEmptySubsequences: false)
    {
      guard line.hasPrefix("|") else {
        expected = nil
        continue
      }
      let cells = line.replacing("\\|", with: "").count { $0 == "|" }
      #expect(cells == expected ?? cells)
      expected = cells
    }
  }

  @Test(arguments: [
    ("a|b", "a\\|b"), ("<img>", "&lt;img&gt;"), ("[x](y)", "\\[x\\](y)"),
    ("*a* _b_", "\\*a\\* \\_b\\_"),
    ("@you #1", "\\@\u{2060}you \\#\u{2060}1"), ("https://a.b", "https:\u{2060}//a.b"),
    ("a\nb", "a b"), ("- x", "\\- x"), ("&amp;", "&amp;amp;"), ("a\\", "a\\\\"),
  ])
  func `text loses whatever Markdown would read into it`(text: String, escaped: String) {
    #expect(MarkdownText.escaped(text) == escaped)
  }

  @Test func `no hostile name becomes markup`() {
    let text = text(SampleDossier.hostile())
    #expect(!text.contains("<script") && !text.contains("<img") && !text.contains("x](java"))
    #expect(!text.contains("@everyone") && !text.contains("https://"))
  }
}
