internal import VaglioFindings

extension FuzzTarget {
  /// The documents that records, projects and recalibrators are written in (RFC 8259).
  static let json = FuzzTarget(
    name: "json",
    seeds: [
      Seeds(folder: "fixtures/recalibration", ending: ".json"),
      Seeds(folder: "fixtures/servers", ending: ".json"),
    ],
    mutation: JSONMutation.mutated
  ) { bytes in
    do throws(JSONSyntaxError) {
      let value = try JSONValue(parsing: bytes)
      let canonical = CanonicalJSON.bytes(of: value)
      let again = try JSONValue(parsing: canonical)
      expect(again == value, "another document in canonical JSON")
      expect(CanonicalJSON.bytes(of: again) == canonical, "another canonical JSON")
    } catch {
      expectLegible(error.description)
      expect((0...bytes.count).contains(error.offset), "an error outside of the document")
    }
  }
}
