import Foundation
import Testing
import VaglioFindings

/// `vaglio list` and `vaglio inspect` tell people and programs the same.
struct CatalogueTests {
  private static func entries(_ topic: String) throws -> [JSONValue] {
    let run = try Vaglio.run(["list", topic, "--json", "-"])
    return try #require(try JSONValue(parsing: Array(run.output))[topic]?.array)
  }

  @Test func `every metric is listed with its definition, direction, task and interval`() throws {
    let metrics = try Self.entries("metrics")
    let names = metrics.compactMap { $0["name"]?.string }
    let kinds = metrics.compactMap { $0["predictions"]?.string }
    #expect(Set(zip(names, kinds).map { "\($0) of \($1)" }).count == metrics.count)
    for name in ["accuracy", "roc_auc", "npv", "ks", "r2", "bias", "mean_pinball_loss"] {
      #expect(names.contains(name))
    }
    let text = try Vaglio.run(["list", "metrics"]).text
    for metric in metrics {
      for member in ["title", "definition", "task", "interval"] {
        #expect(metric[member]?.string?.isEmpty == false, "\(member) of \(metric)")
      }
      #expect(metric["direction"] != nil)
      #expect(text.contains("\n  \(metric["name"]?.string ?? "?")  "))
    }
  }

  @Test func `every rule is listed with its options and an example`() throws {
    let rules = try Self.entries("rules")
    let kinds = rules.compactMap { $0["kind"]?.string }
    #expect(kinds.contains("no-worse"))
    #expect(kinds == kinds.sorted())
    for rule in rules {
      let kind = try #require(rule["kind"]?.string)
      #expect(rule["example"]?.string?.hasPrefix("\(kind): {") == true)
      #expect(rule["options"]?.array?.isEmpty == false)
    }
  }

  @Test func `every listed format can be written, every measure can be found`() throws {
    let listed = try Self.entries("formats")
    let read = listed.filter { $0["of"]?.string == "models" }.compactMap { $0["name"]?.string }
    #expect(read.contains("LightGBM text") && read.contains("XGBoost UBJSON"))
    let formats = listed.filter { $0["of"]?.string == "reports" }.compactMap { $0["name"]?.string }
    #expect(formats == ["html", "json", "junit", "markdown", "text"])
    let measures = Set(try Self.entries("measures").compactMap { $0["name"]?.string })
    #expect(measures.contains("selection_rate.ratio"))
    let record = try Record(
      Vaglio.run([
        "evaluate", Repository.creditDefault, "--label", "default", "--score", "candidate",
        "--slice", "sex", "--json", "-",
      ]))
    for finding in record.findings {
      #expect(measures.contains(try #require(finding["measure"]?.string)))
    }
  }

  @Test func `a table is shown with types, missing values, distinct values and ranges`() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "n,c,b,t\n1,x,true,2024-05-01\n,y,false,2024-05-03\n2.5,x,true,2024-05-02\n", to: "data.csv")
    let run = try Vaglio.run(["inspect", "data.csv"], in: folder.url)
    #expect(
      run.text == """
        data.csv: 3 rows, 4 columns
          column  type      missing  distinct  values
          n       number          1         2  1 … 2.5, mean 1.75
          c       category        0         2  x (2), y (1)
          b       boolean         0         2  true (2), false (1)
          t       time            0         3  2024-05-01 … 2024-05-03

        """)
    let json = try Vaglio.run(["inspect", "data.csv", "--json", "-"], in: folder.url)
    let table = try #require(
      try JSONValue(parsing: Array(json.output))["tables"]?.array?.first)
    #expect(table["rows"]?.number == 3)
    #expect(table["columns"]?.array?.map { $0["missing"]?.number } == [1, 0, 0, 0])
    #expect(table["columns"]?.array?.first?["maximum"]?.number == 2.5)
    let missing = try Vaglio.run(["inspect", "nowhere.csv"], in: folder.url)
    #expect(missing.code == 2)
    #expect(missing.error == "error: nowhere.csv: there is no such file\n")
  }
}
