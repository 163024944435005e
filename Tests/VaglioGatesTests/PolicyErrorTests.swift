import Testing
import VaglioFindings
import VaglioGates

/// Every way in which a policy can be wrong, with the exact message.
struct PolicyErrorTests {
  private func message(_ text: String) -> String {
    do throws(PolicyError) {
      _ = try Policy(parsing: text, file: "gate.yaml")
      return "accepted"
    } catch { return error.description }
  }

  /// The message for a gate that stands in line 3, column 5, with its place left out.
  private func gate(_ gate: String) -> String {
    let whole = message("version: 1\ngates:\n  - \(gate)\n")
    let prefix = "gate.yaml, line 3, column "
    return whole.hasPrefix(prefix) ? String(whole.dropFirst(prefix.count)) : whole
  }

  @Test(arguments: [
    ("", "line 1, column 1: the file is empty"),
    ("# only a remark\n", "line 1, column 1: the file is empty"),
    ("- 1\n", "line 1, column 1: a policy is written as a mapping, not as a list"),
    ("hello", "line 1, column 1: a policy is written as a mapping, not as \"hello\""),
    ("gates: []\n", "line 1, column 1: a policy begins with version: 1"),
    ("version: 2\n", "line 1, column 10: version \"2\" is not known; this is version 1"),
    ("version: '1'\n", "line 1, column 10: \"version\" expects a number, not \"1\""),
    (
      "version: 1\n",
      "line 1, column 1: a policy without gates judges nothing, which is not a pass: list at least "
        + "one gate"
    ),
    (
      "version: 1\ngates: []\n",
      "line 2, column 8: a policy without gates judges nothing, which is not a pass: list at least "
        + "one gate"
    ),
    (
      "version: 1\ngates:\n",
      "line 2, column 7: a policy without gates judges nothing, which is not a pass: list at least "
        + "one gate"
    ),
    (
      "version: 1\ngates: {a: 1}\n",
      "line 2, column 8: \"gates\" expects a list of gates, not a mapping"
    ),
    (
      "version: 1\nconfidense: 0.9\n",
      "line 2, column 1: a policy has no key \"confidense\"; it has version, confidence, "
        + "multiplicity, on-inconclusive, gates; did you mean \"confidence\"?"
    ),
    (
      "version: 1\nconfidence: 95\n",
      "line 2, column 13: \"confidence\" expects a fraction above 0 and below 1, such as 0.95, not "
        + "\"95\""
    ),
    (
      "version: 1\nconfidence: .nan\n",
      "line 2, column 13: \"confidence\" expects a fraction above 0 and below 1, such as 0.95, not "
        + "\".nan\""
    ),
    (
      "version: 1\nmultiplicity: homl\n",
      "line 2, column 15: \"multiplicity\" expects one of none, holm, benjamini-hochberg, "
        + "benjamini-yekutieli, not \"homl\"; did you mean \"holm\"?"
    ),
    (
      "version: 1\non-inconclusive: true\n",
      "line 2, column 18: \"on-inconclusive\" expects one of fail, pass, report, not \"true\""
    ),
    ("version: 1\nversion: 1\n", "line 1, column 1: \"version\" occurs twice"),
    ("version: 1\n\"version\": 1\n", "line 1, column 1: \"version\" occurs twice"),
    ("1: a\n\"1\": b\n", "line 2, column 1: \"1\" occurs twice"),
    ("? [a]\n: 1\n", "line 1, column 3: a key is a word, not a list or a mapping"),
    (
      "version: 1\n---\nversion: 1\n",
      "line 2, column 1: a second document begins; one file holds one policy"
    ),
    ("a: &x 1\nb: *x\n", "line 1, column 4: anchors are not accepted: write the value out"),
    ("a: *x\n", "line 1, column 4: aliases are not accepted: write the value out"),
    (
      "version: !!int 1\n",
      "line 1, column 10: tags are not accepted: leave out the word with \"!\""
    ),
    (
      "!!map {version: 1}\n",
      "line 1, column 1: tags are not accepted: leave out the word with \"!\""
    ),
    ("version: [1\n", "line 2, column 1: not YAML: did not find expected ',' or ']'"),
    ("version: \"1\n", "line 2, column 1: not YAML: found unexpected end of stream"),
    (
      "version:\t1\n\tx: 1\n",
      "line 2, column 1: not YAML: found a tab character that violates indentation"
    ),
    ("a: \u{7}\n", "line 1, column 4: not YAML: control characters are not allowed"),
    (
      "version: 1\ngates:\n  - at-least: {metric: precision[class=2], value: 1}\n",
      "line 3, column 33: not YAML: did not find expected ',' or '}'; a name with brackets needs "
        + "quotes: \"precision[class=2]\""
    ),
  ])
  func `a policy that isn't one is refused at its place`(text: String, expected: String) {
    #expect(message(text) == "gate.yaml, " + expected)
  }

  @Test(arguments: [
    ("at-least", "5: a gate is written as \"- rule: {options}\", not as \"at-least\""),
    ("[at-least]", "5: a gate is written as \"- rule: {options}\", not as a list"),
    (
      "at-leest: {metric: a, value: 1}",
      "5: there is no rule \"at-leest\"; the rules are additivity, at-least, at-most, "
        + "attribution-shift, better, calibrated, equivalent, mlflow-threshold, no-drift, "
        + "no-reliance, no-worse, parity, quality, schema, top-reasons-stable; did you mean \"at-least\"?"
    ),
    (
      "{at-least: {metric: a, value: 1}, at-most: {metric: a, value: 2}}",
      "39: a gate has one rule; \"at-most\" needs a dash of its own, or belongs into the braces "
        + "after \"at-least\""
    ),
    ("at-least: 1", "15: the rule at-least is written as a mapping, not as \"1\""),
    ("at-least:", "14: the rule at-least is written as a mapping, not as nothing"),
    (
      "at-least: {metrik: a, value: 1}",
      "16: the rule at-least has no key \"metrik\"; it has metric, value, slices, subject; did you "
        + "mean \"metric\"?"
    ),
    (
      "at-least: {metric: a}", "15: the rule at-least needs \"value\": the lowest value that passes"
    ),
    ("at-least: {metric: a, value: x}", "34: \"value\" expects a number, not \"x\""),
    ("at-least: {metric: a, value: '1'}", "34: \"value\" expects a number, not \"1\""),
    ("at-least: {metric: a, value: 1e999}", "34: \"value\" expects a number, not \"1e999\""),
    ("at-least: {metric: a, value: 0x1p3}", "34: \"value\" expects a number, not \"0x1p3\""),
    ("at-least: {metric: a, value: [1]}", "34: \"value\" expects a number, not a list"),
    ("at-least: {metric: a, value: }", "34: \"value\" expects a number, not nothing"),
    ("at-least: {metric: , value: 1}", "24: \"metric\" expects the name of a metric, not nothing"),
    ("at-least: {metric: ~, value: 1}", "24: \"metric\" expects the name of a metric, not nothing"),
    (
      "at-least: {metric: [a], value: 1}", "24: \"metric\" expects the name of a metric, not a list"
    ),
    (
      "at-least: {metric: \"a[b\", value: 1}",
      "24: \"metric\" expects a metric such as recall or \"precision[class=2]\", not \"a[b\""
    ),
    (
      "at-least: {metric: a, value: 1, subject: difference}",
      "46: \"subject\" expects one of candidate, production, model, not \"difference\""
    ),
    (
      "at-least: {metric: a, value: 1, slices: []}",
      "45: \"slices\" expects a list of columns, not an empty list"
    ),
    (
      "at-least: {metric: a, value: 1, slices: {a: b}}",
      "45: \"slices\" expects a list of columns, not a mapping"
    ),
    (
      "at-least: {metric: a, value: 1, slices: [sex*]}",
      "46: \"slices\" expects a column, or columns crossed as sex*race, not \"sex*\""
    ),
    ("at-least: {metric: a, value: 1, slices: [sex, sex]}", "51: \"slices\" holds \"sex\" twice"),
    ("at-least: {metric: a, metric: b, value: 1}", "16: \"metric\" occurs twice"),
    (
      "no-worse: {metric: a, margin: -0.1}",
      "35: \"margin\" expects a number, zero or more, not \"-0.1\""
    ),
    ("better: {metric: a, by: -1}", "29: \"by\" expects a number, zero or more, not \"-1\""),
    (
      "equivalent: {metric: a, margin: -1}",
      "37: \"margin\" expects a number, zero or more, not \"-1\""
    ),
    ("calibrated: {maximum: -1}", "27: \"maximum\" expects a number, zero or more, not \"-1\""),
    ("additivity: {at-most: -1}", "27: \"at-most\" expects a number, zero or more, not \"-1\""),
    (
      "no-drift: {measure: a, at-most: -1}",
      "37: \"at-most\" expects a number, zero or more, not \"-1\""
    ),
    (
      "attribution-shift: {at-most: -1}",
      "34: \"at-most\" expects a number, zero or more, not \"-1\""
    ),
    (
      "attribution-shift: {at-mots: 1}",
      "25: the rule attribution-shift has no key \"at-mots\"; it has at-most, features; did you "
        + "mean \"at-most\"?"
    ),
    (
      "no-reliance: {features: [], at-most: 0.1}",
      "29: \"features\" expects a list of features, not an empty list"
    ),
    (
      "no-reliance: {features: [sex, sex], at-most: 0.1}",
      "29: \"features\" holds \"sex\" twice"
    ),
    (
      "no-reliance: {features: [sex], at-most: 2}",
      "45: \"at-most\" expects a number from 0 to 1, not \"2\""
    ),
    (
      "no-reliance: {at-most: 0.1}",
      "18: the rule no-reliance needs \"features\": the features that shall not matter"
    ),
    (
      "top-reasons-stable: {at-least: 80}",
      "36: \"at-least\" expects a number from 0 to 1, not \"80\""
    ),
    (
      "parity: {metric: a, slice: b}",
      "13: the rule parity needs exactly one of ratio-at-least, ratio-at-most, difference-at-most"
    ),
    (
      "parity: {metric: a, slice: b, ratio-at-least: 0.8, ratio-at-most: 2}",
      "13: the rule parity needs exactly one of ratio-at-least, ratio-at-most, difference-at-most"
    ),
    (
      "parity: {metric: a, slice: b, ratio-at-least: 1.25}",
      "51: \"ratio-at-least\" expects a number above 0 and at most 1, not \"1.25\""
    ),
    (
      "parity: {metric: a, slice: b, ratio-at-most: 0.8}",
      "50: \"ratio-at-most\" expects a number, one or more, not \"0.8\""
    ),
    (
      "mlflow-threshold: {metric: a, greater_is_better: true}",
      "23: the rule mlflow-threshold needs one of threshold, min_absolute_change, "
        + "min_relative_change"
    ),
    (
      "mlflow-threshold: {metric: a, threshold: 1, greater_is_better: yes}",
      "68: \"greater_is_better\" expects true or false, not \"yes\""
    ),
    (
      "mlflow-threshold: {metric: a, min_absolute_change: 0, greater_is_better: true}",
      "56: \"min_absolute_change\" expects a number above zero, not \"0\""
    ),
    (
      "mlflow-threshold: {metric: a, min_relative_change: 2, greater_is_better: true}",
      "56: \"min_relative_change\" expects a number from 0 to 1, not \"2\""
    ),
  ])
  func `a gate that isn't one is refused at its place`(text: String, expected: String) {
    #expect(gate(text) == expected)
  }

  @Test func `bytes that aren't text are refused`() {
    func reason(_ bytes: [UInt8]) -> String? {
      do throws(PolicyError) {
        _ = try Policy(parsing: bytes, file: "p")
        return nil
      } catch { return error.reason }
    }
    #expect(reason([0x61, 0xFF]) == "not text in UTF-8")
    #expect(reason(Array("version: 1\0".utf8)) == "not text in UTF-8")
    #expect(reason([0xFF, 0xFE, 0x61, 0x00]) == "not text in UTF-8")
    #expect(
      reason([UInt8](repeating: 0x20, count: 300_000))
        == "longer than 262144 bytes, which no policy needs")
  }

  @Test func `a byte order mark is passed over`() throws {
    _ = try Policy(
      parsing: [0xEF, 0xBB, 0xBF] + Array("version: 1\ngates: [calibrated: {maximum: 1}]".utf8),
      file: "p")
  }

  @Test func `nested aliases as keys are refused before they unfold`() {
    var bomb = "a0: &a0 [x, x]\n"
    for depth in 1..<60 { bomb += "? &a\(depth) [*a\(depth - 1), *a\(depth - 1)]\n: 1\n" }
    #expect(message(bomb).hasSuffix("anchors are not accepted: write the value out"))
  }

  @Test func `deep nesting is refused`() {
    for text in ["[", "{a: ", "- ", "? "].map({ String(repeating: $0, count: 30_000) }) {
      #expect(message(text).contains("not YAML"))
    }
  }
}
