public import VaglioFindings

/// Agreement of label and predicted class beyond chance, 1 − Σ w·observed/Σ w·expected over cells.
///
/// `weights` says how much a disagreement counts: 1 whatever it is (Cohen 1960,
/// doi:10.1177/001316446002000104), or, for classes that are in an order, their distance (`linear`)
/// or its square (`quadratic`; Cohen 1968, doi:10.1037/h0026256). The distance is that of the classes'
/// places in the order in which the data lists them. Undefined when label and prediction are the same
/// constant.
public struct MulticlassCohenKappa: ClassGradientMetric {
  /// How much a disagreement counts.
  public enum Disagreement: String, Hashable, Sendable, CaseIterable {
    /// Each the same.
    case equal
    /// The distance of the classes' places.
    case linear
    /// The square of that distance.
    case quadratic

    func weight(_ label: Int, _ predicted: Int) -> Double {
      let distance = Double(abs(label - predicted))
      return switch self {
      case .equal: distance == 0 ? 0 : 1
      case .linear: distance
      case .quadratic: distance * distance
      }
    }
  }

  /// How much a disagreement counts.
  public let weights: Disagreement

  /// Kappa with disagreements counting as `weights` says.
  public init(weights: Disagreement = .equal) { self.weights = weights }

  public var measure: Measure {
    let isPlain = weights == .equal
    return Measure(
      name: MetricName(
        base: "cohen_kappa", options: isPlain ? [:] : ["weights": weights.rawValue]
      ).description,
      title: isPlain ? "Cohen's kappa" : "Cohen's kappa, \(weights.rawValue) weights",
      definition: isPlain
        ? "Agreement beyond chance, (p_o − p_e)/(1 − p_e)."
        : "1 − Σ w·observed/Σ w·expected over cells, w the \(weights.rawValue) distance of the "
          + "classes' places.",
      range: -1...1, direction: .higherIsBetter,
      source: isPlain ? "doi:10.1177/001316446002000104" : "doi:10.1037/h0026256")
  }

  public var intervalMethod: String { "Linearisation on the artanh scale" }

  public func value(of reading: ClassTable) throws(Undefined) -> Double {
    guard reading.total > 0 else { throw Undefined("there are no rows") }
    let (observed, expected) = disagreement(in: reading)
    guard expected > 0 else { throw Undefined("label and prediction are the same constant") }
    return 1 - observed / expected
  }

  private func disagreement(in table: ClassTable) -> (observed: Double, expected: Double) {
    var (observed, expected) = (0.0, 0.0)
    for label in 0..<table.width {
      for predicted in 0..<table.width where label != predicted {
        let weight = weights.weight(label, predicted)
        observed += weight * table[label, predicted]
        expected += weight * table.labelled[label] * (table.predicted[predicted] / table.total)
      }
    }
    return (observed / table.total, expected / table.total)
  }

  /// ∂κ = −w/E + O/E²·∂E, where a row moves E through the margins of its label and its prediction.
  public func gradient(at table: ClassTable) -> [Double] {
    let (observed, expected) = disagreement(in: table)
    let classes = 0..<table.width
    let ofLabel = classes.map { label in
      classes.reduce(0) { $0 + weights.weight(label, $1) * table.predicted[$1] } / table.total
    }
    let ofPrediction = classes.map { predicted in
      classes.reduce(0) { $0 + weights.weight($1, predicted) * table.labelled[$1] } / table.total
    }
    return table.weights.indices.map { cell in
      let (label, predicted) = (cell / table.width, cell % table.width)
      return -weights.weight(label, predicted) / expected
        + observed / expected.square * (ofLabel[label] + ofPrediction[predicted])
    }
  }

  public var scale: IntervalScale { .inverseHyperbolicTangent }

  public var options: [MetricOption] {
    [
      MetricOption(
        "weights", "equal, linear or quadratic", "how much a disagreement counts",
        standard: "equal",
        example: "quadratic")
    ]
  }

  public func configured(_ options: [String: String]) -> MulticlassCohenKappa? {
    guard let text = options["weights"] else { return options.isEmpty ? self : nil }
    guard options.count == 1, let weights = Disagreement(rawValue: text) else { return nil }
    return MulticlassCohenKappa(weights: weights)
  }
}
