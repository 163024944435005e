internal import VaglioFindings

/// Do the forecasts keep their word?
struct ForecastSection: Section {
  let identifier = "forecasts"

  func title(for dossier: Dossier) -> String { "Do the forecasts keep their word?" }

  func blocks(for dossier: Dossier) -> [Block] {
    let calibration = SubjectExhibits("quantile_calibration", of: dossier).members.compactMap {
      QuantileCalibrationChart(exhibit: $0.exhibit, subject: $0.subject).chart
    }
    let places = ["pit_histogram", "rank_histogram"].map { kind in
      SubjectExhibits(kind, of: dossier).members.compactMap {
        PlaceHistogramChart(exhibit: $0.exhibit, subject: $0.subject).chart
      }
    }
    let charts = ([calibration] + places).filter { !$0.isEmpty }.map(Block.charts)
    guard !charts.isEmpty else { return [] }
    return prose(dossier) + charts + intervals(dossier)
  }

  /// The tests of uniform places in a sentence each.
  private func prose(_ dossier: Dossier) -> [Block] {
    let sentences = dossier.sides.flatMap { side in
      ["pit_ks", "pit_kuiper"].compactMap { name -> String? in
        guard let finding = dossier.findings.finding(name, side), let test = finding.test else {
          return nil
        }
        return "\(side.rawValue.prefix(1).uppercased())\(side.rawValue.dropFirst()), "
          + "\(dossier.contract(of: name).shortTitle): \(NumberFormat.estimate(finding.estimate)), "
          + "\(NumberFormat.pValue(test.pValue)) against a calibrated forecast."
      }
    }
    return sentences.isEmpty
      ? [] : [.prose(Markup.paragraph(.text(sentences.joined(separator: " "))))]
  }

  /// Announced and observed coverage of every central interval.
  private func intervals(_ dossier: Dossier) -> [Block] {
    let rows = dossier.orderedMeasures.filter { $0.name.hasPrefix("interval_coverage") }
      .flatMap { measure in
        dossier.sides.compactMap { side -> [DataTable.Cell]? in
          guard let finding = dossier.findings.finding(measure.name, side),
            finding.estimate.value != nil, case .nearerIsBetter(let nominal) = measure.direction
          else { return nil }
          return [
            .init(NumberFormat.level(nominal)), .init(side.rawValue),
            .init(NumberFormat.estimate(finding.estimate)),
            .init(finding.test.map { NumberFormat.pValue($0.pValue) } ?? NumberFormat.missing),
          ]
        }
      }
    guard !rows.isEmpty else { return [] }
    return [
      .table(
        DataTable(
          caption: "Coverage of the forecast intervals",
          columns: [
            .words("Announced"), .words("Model"), .numbers("Observed"),
            .numbers("Against the announced"),
          ], rows: rows))
    ]
  }
}
