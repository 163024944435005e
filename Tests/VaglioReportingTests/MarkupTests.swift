import Testing

@testable import VaglioReporting

struct MarkupTests {
  private func text(_ markup: Markup) -> String { String(decoding: markup.bytes, as: UTF8.self) }

  @Test func `text and attributes are escaped, names are not`() {
    let markup = Markup.element("p", ["title": "\"><b>&\n"], "a < b & c > d \"q\"")
    #expect(
      text(markup)
        == "<p title=\"&quot;&gt;&lt;b&gt;&amp;&#10;\">a &lt; b &amp; c &gt; d \"q\"</p>")
  }

  @Test func `elements without content close as HTML and XML both accept`() {
    #expect(text(.element("meta", ["charset": "utf-8"])) == "<meta charset=\"utf-8\"/>")
    #expect(text(.element("div")) == "<div></div>")
  }

  @Test(arguments: SampleDossier.hostileNames)
  func `a hostile text reads back as itself from an independent parser`(name: String) {
    let page = Page(Markup.element("p", ["title": name], .text(name)).bytes)
    #expect(page.problem == nil)
    #expect(page.elements.count == 1)
    let expected = SafeText.cleaned(name).replacing("\r\n", with: " \n")
    #expect(page.elements.first?.text == expected)
  }
}

struct SafeTextTests {
  @Test func `control characters and direction overrides become visible`() {
    #expect(SafeText.cleaned("a\u{0}b\u{202E}c\td") == "a\u{FFFD}b\u{FFFD}c\td")
  }

  @Test func `long text is cut with an ellipsis, short text is not`() {
    #expect(SafeText.shortened("abc", to: 3) == "abc")
    #expect(SafeText.shortened("abcd", to: 3) == "ab…")
    #expect(SafeText.shortened(" a \n b ") == "a b")
    let tower = "Z" + String(repeating: "\u{0301}", count: 900)
    #expect(SafeText.shortened(tower).unicodeScalars.count <= 48)
  }
}
