import Foundation
import Testing
import VaglioFindings

/// A record as a test looks into it.
struct Record {
  let json: JSONValue

  /// The record in bytes.
  init(_ bytes: Data) throws { json = try JSONValue(parsing: Array(bytes)) }

  /// The record that a run printed.
  init(_ run: Vaglio.Run) throws {
    try #require(run.code != 2, "\(run.error)")
    try self.init(run.output)
  }

  /// The findings as they stand in the record.
  var findings: [JSONValue] { json["findings"]?.array ?? [] }

  /// The record without what tells where it came from.
  var withoutProvenance: JSONValue {
    guard var members = json.object else { return json }
    members["provenance"] = nil
    return .object(members)
  }

  /// The finding about a measure of a subject on a slice.
  func finding(_ measure: String, _ subject: String, _ slice: String = "all") -> JSONValue? {
    findings.first {
      $0["measure"]?.string == measure && $0["subject"]?.string == subject
        && $0["slice"]?.string == slice
    }
  }
}
