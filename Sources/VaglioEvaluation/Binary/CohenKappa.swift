public import VaglioFindings

/// Agreement of label and prediction beyond chance, (pₒ − pₑ)/(1 − pₑ).
///
/// Cohen 1960, doi:10.1177/001316446002000104; pₒ is accuracy, pₑ what independence with the same
/// margins would give. Undefined when label and prediction are the same constant, where pₑ = 1.
public struct CohenKappa: ConfusionMetric {
  public init() {}

  public var measure: Measure {
    Measure(
      name: "cohen_kappa", title: "Cohen's kappa",
      definition: "Agreement beyond chance, (p_o − p_e)/(1 − p_e).", range: -1...1,
      direction: .higherIsBetter, source: "doi:10.1177/001316446002000104")
  }

  public var intervalMethod: String { "Linearisation on the artanh scale" }

  public func value(of reading: CellWeights) throws(Undefined) -> Double {
    guard reading.total > 0 else { throw Undefined("there are no rows") }
    let (observed, expected) = agreement(in: reading)
    guard expected < 1 else { throw Undefined("label and prediction are the same constant") }
    return (observed - expected) / (1 - expected)
  }

  private func agreement(in table: CellWeights) -> (observed: Double, expected: Double) {
    let total = table.total
    let (π, σ) = (table.positives / total, table.predictedPositives / total)
    return ((table.truePositives + table.trueNegatives) / total, π * σ + (1 - π) * (1 - σ))
  }

  /// ∂κ = ∂pₒ/(1 − pₑ) − (1 − κ)·∂pₑ/(1 − pₑ).
  public func gradient(at table: CellWeights) -> [Double] {
    let (observed, expected) = agreement(in: table)
    let κ = (observed - expected) / (1 - expected)
    let (π, σ) = (table.positives / table.total, table.predictedPositives / table.total)
    let slopes = Cell.allCases.map { cell in
      // A row moves pₑ through the margin of its label and that of its prediction.
      (cell.isPositive ? σ : 1 - σ) + (cell.isPredictedPositive ? π : 1 - π)
    }
    return zip(Cell.allCases, slopes).map { cell, slope in
      ((cell.isPositive == cell.isPredictedPositive ? 1 : 0) - (1 - κ) * slope) / (1 - expected)
    }
  }

  public var scale: IntervalScale { .inverseHyperbolicTangent }
}

extension Metric where Self == CohenKappa {
  /// Cohen's kappa.
  public static var cohenKappa: CohenKappa { CohenKappa() }
}

extension Cell {
  /// Whether rows of this cell are labelled positive.
  var isPositive: Bool { rawValue >> 1 == 1 }
  /// Whether rows of this cell are predicted positive.
  var isPredictedPositive: Bool { rawValue & 1 == 1 }
}
