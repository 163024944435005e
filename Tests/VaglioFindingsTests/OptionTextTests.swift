import Testing
import VaglioFindings

@Suite struct OptionTextTests {
  @Test(arguments: ["a", "a,b", "x=[1]", "100 %", "%2C", "tab\tnew\n", "größer", "", "%", "%zz"])
  func `an option's value reads back`(value: String) {
    let text = OptionText.escaped(value)
    #expect(!text.contains { ",=[]".contains($0) })
    #expect(OptionText.unescaped(text[...]) == value)
  }

  @Test func `a comma is written as in a URL`() {
    #expect(OptionText.escaped("a,b") == "a%2Cb")
  }
}
