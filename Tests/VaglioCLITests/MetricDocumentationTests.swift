import Foundation
import Testing
import VaglioFindings

/// `docs/metrics.md` is the catalogue in prose, made from what `vaglio list metrics` says.
///
/// `UPDATE_DOCS=1 swift test --filter MetricDocumentationTests` writes it anew.
struct MetricDocumentationTests {
  @Test func `the page holds every metric as the catalogue has it`() throws {
    let run = try Vaglio.run(["list", "metrics", "--json", "-"])
    let metrics = try #require(try JSONValue(parsing: Array(run.output))["metrics"]?.array)
    let page = try Self.page(metrics)
    let place = Repository["docs/metrics.md"]
    if Repository.updates("UPDATE_DOCS") { try Data(page.utf8).write(to: place) }
    #expect(try String(contentsOf: place, encoding: .utf8) == page)
  }

  private static func page(_ metrics: [JSONValue]) throws -> String {
    var lines = [
      "# Metrics", "",
      "Every metric that `vaglio evaluate` and `vaglio compare` know, as `vaglio list metrics` "
        + "shows it. Names are scikit-learn's where it has one. A metric without a value says why "
        + "(`undefined`), and never becomes 0 or NaN.", "",
    ]
    for (predictions, title) in [
      ("scores", "Binary classification"), ("classes", "Multiclass classification"),
      ("numbers", "Regression"), ("quantiles", "Regression: predicted quantiles"),
      ("members", "Regression: ensembles of predictions"),
    ] {
      let own = metrics.filter { $0["predictions"]?.string == predictions }
      lines += ["## \(title)", ""] + (try table(own)) + [""]
      for metric in own { lines += try section(metric) }
    }
    return lines.dropLast().joined(separator: "\n") + "\n"
  }

  /// One line per metric: its name, its title, and whether it is measured when none is named.
  private static func table(_ metrics: [JSONValue]) throws -> [String] {
    try ["| metric | | measured |", "|---|---|---|"]
      + metrics.map { metric in
        let isStandard = metric["standard"] == .boolean(true)
        return "| `\(try #require(metric["name"]?.string))` "
          + "| \(try #require(metric["title"]?.string)) "
          + "| \(isStandard ? "always" : "on request") |"
      }
  }

  private static func section(_ metric: JSONValue) throws -> [String] {
    let name = try #require(metric["name"]?.string)
    let unit = metric["unit"]?.string.map { ", in \($0)" } ?? ""
    var lines = [
      "### \(try #require(metric["title"]?.string))", "",
      "`\(name)`: \(escaped(try #require(metric["definition"]?.string)))", "",
      "- range: \(range(metric))\(unit); \(direction(metric))",
      "- interval: \(try #require(metric["interval"]?.string))",
    ]
    for option in metric["options"]?.array ?? [] {
      lines.append(
        "- option `\(try #require(option["name"]?.string))`: "
          + "\(escaped(try #require(option["meaning"]?.string))), "
          + escaped(try #require(option["values"]?.string)))
    }
    if let source = metric["source"]?.string { lines.append("- source: \(escaped(source))") }
    return lines + [""]
  }

  /// The text with what Markdown would read as markup escaped.
  private static func escaped(_ text: String) -> String {
    text.replacing("<", with: "&lt;").replacing("_", with: "\\_").replacing("*", with: "\\*")
  }

  private static func range(_ metric: JSONValue) -> String {
    let ends = (metric["lowest"]?.number, metric["highest"]?.number)
    switch ends {
    case (let low?, let high?):
      return "\(CanonicalJSON.number(low)) to \(CanonicalJSON.number(high))"
    case (let low?, nil): return "\(CanonicalJSON.number(low)) or more"
    case (nil, let high?): return "\(CanonicalJSON.number(high)) or less"
    case (nil, nil): return "any number"
    }
  }

  private static func direction(_ metric: JSONValue) -> String {
    switch metric["direction"] {
    case .string("higher"): "higher is better"
    case .string("lower"): "lower is better"
    case .number(let ideal): "nearer to \(CanonicalJSON.number(ideal)) is better"
    default: "describes, does not judge"
    }
  }
}
