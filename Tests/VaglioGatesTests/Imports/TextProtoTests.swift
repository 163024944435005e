import Testing
import VaglioFindings
import VaglioGates

/// Protobuf's text format, through configs of TFMA.
struct TextProtoTests {
  private func config(metric: String, bound: String) -> String {
    "metrics_specs { metrics { class_name: \(metric) threshold { value_threshold { lower_bound { value: \(bound) } } } } }"
  }

  /// The bound that a number's text becomes.
  @Test(arguments: [
    ("0.5", "0.5"), (".5", "0.5"), ("5e-1", "0.5"), ("5E-1f", "0.5"), ("1.", "1"), ("0x10", "16"),
    ("010", "8"), ("-0.25", "-0.25"), ("- 1", "-1"), ("1e+2", "100"), ("7F", "7"),
  ])
  func `numbers are read in all their spellings`(text: String, number: String) throws {
    let imported = try ImportedPolicy(.tfma, config(metric: "'Recall'", bound: text))
    #expect(imported.gates == [#"at-least: {metric: "recall", value: \#(number)}"#])
  }

  @Test(arguments: ["inf", "-inf", "Infinity", "-infinity", "nan", "-NaN"])
  func `numbers that aren't finite are no bounds`(text: String) throws {
    let imported = try ImportedPolicy(.tfma, config(metric: "'Recall'", bound: text))
    #expect(imported.policyText == nil)
    #expect(imported.left.count == 1)
  }

  @Test(arguments: [
    #""Recall""#, "'Recall'", #""Re" 'call'"#, #""Re" # remark"# + "\n" + #""call""#,
    #""\x52ecall""#, #""\122ecall""#, #""\u0052ecall""#, #""\U00000052ecall""#,
  ])
  func `strings are read with escapes, and put together`(text: String) throws {
    let imported = try ImportedPolicy(.tfma, config(metric: text, bound: "0.5"))
    #expect(imported.gates == [#"at-least: {metric: "recall", value: 0.5}"#])
  }

  @Test(arguments: [
    "metrics_specs: { metrics: [{ class_name: 'Recall', threshold < value_threshold: < lower_bound { value: 0.5 } > > }] };",
    "# remark\nmetrics_specs\n{metrics<class_name:'Recall'threshold{value_threshold{lower_bound{value:0.5}}}>}",
    "\u{FEFF}metrics_specs [{ metrics { class_name: 'Recall'; threshold { value_threshold { lower_bound { value: 0.5 }; } } } }]",
  ])
  func `messages are read in all their spellings`(text: String) throws {
    let imported = try ImportedPolicy(.tfma, text)
    #expect(imported.gates == [#"at-least: {metric: "recall", value: 0.5}"#])
  }

  @Test(arguments: [
    ("a {", 1, 4), ("a: 1\nb: \"x", 2, 4), ("a: }", 1, 4), ("a 1", 1, 3), ("a: [1, [2]]", 1, 8),
    ("a: 1\n  %", 2, 3), ("a: '\\q'", 1, 5), ("a: '\\400'", 1, 5), ("a: '\\uD800'", 1, 5),
    ("a: 1.2.3", 1, 4), ("a: 09", 1, 4), ("a: -x", 1, 4), ("<: 1", 1, 1), ("a: 1e999", 1, 4),
    ("a: '\n'", 1, 4), ("a: [1 2]", 1, 7), ("# nothing", 1, 1), ("a }", 1, 3),
    ("x { [a.b]: 1 }", 1, 5),
    ("é: 1", 1, 1), ("a: -", 1, 4), ("'é' x: %", 1, 1),
  ])
  func `errors tell line and column`(text: String, line: Int, column: Int) {
    let error = #expect(throws: PolicyError.self) { try ImportedPolicy(.tfma, text) }
    #expect(error?.place == TextPlace(file: "f", line: line, column: column), "\(text)")
  }

  @Test func `deep and long texts are refused`() {
    for text in [
      String(repeating: "a{", count: 100_000), String(repeating: "a<", count: 65),
      "a: '" + String(repeating: "x", count: 1_048_576) + "'",
    ] {
      #expect(throws: PolicyError.self) { try ImportedPolicy(.tfma, text) }
    }
  }
}
