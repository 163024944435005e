internal import VaglioFindings
internal import VaglioReporting

extension FuzzTarget {
  /// Records of analyses.
  static let record = FuzzTarget(
    name: "record", seeds: [Seeds(folder: "reports", ending: ".json")],
    mutation: JSONMutation.mutated
  ) { bytes in
    do throws(RecordError) {
      let dossier = try Dossier(record: bytes)
      let again = try Dossier(record: dossier.record)
      expect(again.record == dossier.record, "another record of the same dossier")
    } catch {
      expectLegible(error.description)
    }
  }
}
