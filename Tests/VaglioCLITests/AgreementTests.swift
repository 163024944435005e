import Foundation
import Testing
import VaglioFindings

/// The record agrees with scikit-learn, scipy, statsmodels and pROC on the real fixtures.
///
/// No certified number is resampled, so that few resamples do.
struct AgreementTests {
  /// One certified number.
  private struct Entry {
    let slice: String
    let subject: String
    let measure: String
    let quantity: String
    let value: Double
    let tolerance: Double

    init(_ json: JSONValue) throws {
      slice = try #require(json["slice"]?.string)
      subject = try #require(json["subject"]?.string)
      measure = try #require(json["measure"]?.string)
      quantity = try #require(json["quantity"]?.string)
      value = try #require(json["value"]?.number)
      let relative = try #require(json["rtol"]?.number)
      tolerance = try #require(json["atol"]?.number) + relative * value.magnitude
    }
  }

  /// Steps on the way to a quantity, which the record doesn't hold.
  private static let intermediate: Set = [
    "delong.variance", "delong.covariance", "delong.standard_error", "delong.statistic",
    "mcnemar.asymptotic_p_value", "mcnemar.exact_p_value", "mcnemar.statistic", "t.statistic",
  ]

  /// What the record says of a certified quantity; the methods' names have to fit.
  private func found(_ entry: Entry, in record: Record) throws -> Double? {
    let finding = try #require(record.finding(entry.measure, entry.subject, entry.slice))
    let (interval, test) = (finding["interval"], finding["test"])
    let method = interval?["method"]?.string ?? ""
    switch entry.quantity {
    case "value": return finding["value"]?.number
    case "wilson.lower" where method == "wilson": return interval?["lower"]?.number
    case "wilson.upper" where method == "wilson": return interval?["upper"]?.number
    case "delong.lower" where method.contains("delong"): return interval?["lower"]?.number
    case "delong.upper" where method.contains("delong"): return interval?["upper"]?.number
    case "delong.p_value" where test?["name"]?.string?.contains("delong") == true:
      return test?["p_value"]?.number
    case "t.lower" where method == "paired-t": return interval?["lower"]?.number
    case "t.upper" where method == "paired-t": return interval?["upper"]?.number
    case "t.p_value" where test?["name"]?.string == "paired-t": return test?["p_value"]?.number
    case "mcnemar.mid_p_value" where test?["name"]?.string == "mcnemar-mid-p":
      return test?["p_value"]?.number
    case "only_candidate_right", "only_production_right":
      return record.json["exhibits"]?.array?.first { $0["kind"]?.string == "disagreement" }?[
        "scalars"]?[entry.quantity]?.number
    default: return nil
    }
  }

  private func check(_ record: Record, against certificate: String) throws {
    let bytes = try Data(contentsOf: Repository[certificate])
    let entries = try #require(try JSONValue(parsing: Array(bytes))["entries"]?.array)
      .map(Entry.init)
    var checked = 0
    for entry in entries where !Self.intermediate.contains(entry.quantity) {
      if entry.quantity.hasPrefix("only_"), entry.slice != "all" { continue }
      let place = "\(entry.quantity) of \(entry.measure), \(entry.subject), \(entry.slice)"
      guard let found = try found(entry, in: record) else {
        Issue.record("the record has no \(place)")
        continue
      }
      #expect(
        (found - entry.value).magnitude <= entry.tolerance,
        "\(place) is \(found), the certificate says \(entry.value)")
      checked += 1
    }
    #expect(checked > entries.count / 2)
  }

  @Test func `compare agrees with the certificate of credit default`() throws {
    let run = try Vaglio.run([
      "compare", Repository.creditDefault, "--label", "default", "--id", "id", "--slice", "sex",
      "--candidate", "column:candidate", "--production", "column:production",
      "--resamples", "100", "--json", "-",
    ])
    try check(Record(run), against: "fixtures/credit-default/expected.json")
  }

  @Test func `compare agrees with the certificate of diamonds`() throws {
    let run = try Vaglio.run([
      "compare", Repository.diamonds, "--label", "price", "--id", "id", "--slice", "cut",
      "--candidate", "column:candidate", "--production", "column:production",
      "--resamples", "100", "--json", "-",
    ])
    try check(Record(run), against: "fixtures/diamonds/expected.json")
  }

  @Test func `compare agrees with the certificate of diamonds by cut`() throws {
    let certificate = "fixtures/diamond-cuts/expected.json"
    let run = try Vaglio.run(
      [
        "compare", Repository["fixtures/diamond-cuts/holdout.csv"].path, "--label", "cut",
        "--id", "id", "--slice", "color", "--candidate", "column:candidate_*", "--production",
        "column:production_*", "--json", "-",
      ] + (try Self.measures(in: certificate)).flatMap { ["--metric", $0] })
    try check(Record(run), against: certificate)
  }

  /// The measures that a certificate holds, each once.
  private static func measures(in certificate: String) throws -> [String] {
    let bytes = try Data(contentsOf: Repository[certificate])
    let entries = try #require(try JSONValue(parsing: Array(bytes))["entries"]?.array)
    return Set(entries.compactMap { $0["measure"]?.string }).sorted()
  }

  @Test func `evaluate finds of one model what compare finds of it`() throws {
    for (data, label) in [(Repository.creditDefault, "default"), (Repository.diamonds, "price")] {
      let compared = try Record(
        Vaglio.run([
          "compare", data, "--label", label, "--candidate", "column:candidate", "--production",
          "column:production", "--resamples", "100", "--json", "-",
        ]))
      let evaluated = try Record(
        Vaglio.run(["evaluate", data, "--label", label, "--score", "candidate", "--json", "-"]))
      #expect(!evaluated.findings.isEmpty)
      for finding in evaluated.findings {
        let measure = try #require(finding["measure"]?.string)
        let other = try #require(compared.finding(measure, "candidate"))
        #expect(finding["value"] == other["value"])
        #expect(finding["interval"] == other["interval"])
        #expect(finding["subject"]?.string == "model")
      }
    }
  }
}
