internal import VaglioEvaluation
internal import VaglioFindings

extension Listing {
  /// Every recalibrator of `vaglio calibrate --method`.
  static let recalibrators = Listing(
    entries: RecalibratorCatalogue.all.map { recalibrator in
      Entry(
        group: "Recalibrators", title: "\(recalibrator.method): \(recalibrator.title)",
        lines: [recalibrator.definition, recalibrator.advice, "source: \(recalibrator.source)"],
        json: [
          "name": .string(recalibrator.method), "title": .string(recalibrator.title),
          "definition": .string(recalibrator.definition), "advice": .string(recalibrator.advice),
          "source": .string(recalibrator.source),
        ])
    })
}
