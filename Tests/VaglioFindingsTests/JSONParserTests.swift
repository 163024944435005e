import Testing
import VaglioFindings

struct JSONParserTests {
  @Test func `a document of every kind of value reads`() throws {
    let text =
      #" {"a": [1, -2.5e3, true, false, null, "x\u00e9\ud83d\ude00\n"], "b": {}, "c": []} "#
    let value: JSONValue = [
      "a": .array([1, -2500, true, false, .null, "xé😀\n"]), "b": .object([:]), "c": .array([]),
    ]
    #expect(try JSONValue(parsing: text) == value)
  }

  @Test(arguments: [
    "", " ", "{", "[1,]", "[1 2]", #"{"a" 1}"#, #"{"a":1,"a":2}"#, "01", "1.", ".5", "1e", "+1",
    "tru", "nul", "NaN", "1e999", #""\x""#, #""\ud800""#, #""\ud800\u0041""#, #""\u12g4""#,
    "\"\u{1}\"", "\"a", "[1] x", "{1:2}", "'a'", #""\u+123""#,
  ])
  func `what is not JSON is refused`(text: String) {
    #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: text) }
  }

  @Test func `bytes that are not UTF-8 are refused with their place`() {
    let error = #expect(throws: JSONSyntaxError.self) {
      try JSONValue(parsing: [0x5B, 0x22, 0xFF, 0x22, 0x5D])
    }
    #expect(error?.offset == 1)
    #expect(error?.reason == "a string that is not UTF-8")
  }

  @Test func `messages quote no control character and nothing long`() {
    let name = #""a\u001b\u202e"# + String(repeating: "x", count: 200) + "\""
    let error = #expect(throws: JSONSyntaxError.self) {
      try JSONValue(parsing: "{\(name):1,\(name):2}")
    }
    let shown = "a\\u{1B}\\u{202E}" + String(repeating: "x", count: 77)
    #expect(error?.reason == "\"\(shown)…\" occurs twice")
    let digits = #expect(throws: JSONSyntaxError.self) {
      try JSONValue(parsing: String(repeating: "9", count: 1000))
    }
    let nines = String(repeating: "9", count: 80)
    #expect(digits?.reason == "\(nines)… is beyond the range of a double")
  }

  @Test func `nesting beyond the limit is refused, not a crash`() {
    let deep = String(repeating: "[", count: 100_000)
    #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: deep) }
  }
}
