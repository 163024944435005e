internal import VaglioEvaluation
internal import VaglioFindings

extension FuzzTarget {
  /// Saved recalibrators, which are applied to scores.
  static let recalibrator = FuzzTarget(
    name: "recalibrator", seeds: [Seeds(folder: "fixtures/recalibration", ending: ".json")],
    mutation: JSONMutation.mutated
  ) { bytes in
    do throws(RecordError) {
      let saved = try SavedRecalibrator(bytes: bytes)
      let again = try SavedRecalibrator(bytes: saved.bytes)
      expect(again.bytes == saved.bytes, "another file of the same recalibrator")
      let scores: [Double] =
        saved.needsProbabilities ? [0, 0.1, 0.5, 0.9, 1] : [-1e300, -2, 0, 0.5, 1e300]
      let columns = (0..<(saved.classes?.count ?? 1)).map { _ in scores }
      for column in saved.map.probabilities(of: columns) {
        expect(column.allSatisfy { (0...1).contains($0) }, "no probabilities: \(column)")
      }
    } catch {
      expectLegible(error.description)
    }
  }
}
