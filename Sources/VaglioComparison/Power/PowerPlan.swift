internal import VaglioFindings
internal import VaglioStatistics

/// From a standard deviation to rows, differences and power.
struct PowerPlan: Sendable {
  private let request: PowerRequest
  private let design: Design
  private let direction: Direction

  init(request: PowerRequest, design: Design, direction: Direction) {
    (self.request, self.design, self.direction) = (request, design, direction)
  }

  /// The result for a metric.
  func finding(metric: String) -> PowerFinding {
    let rows = Int(design.rows)
    let power = power(design.deviation.value)
    return PowerFinding(
      metric: metric, rows: design.rows, deviation: design.deviation,
      source: design.designEffect == nil ? "interval" : "influence",
      designEffect: design.designEffect, effectiveRows: design.effectiveRows,
      detectable: bounded { $0.minimalDifference(rows: rows, power: request.power) ?? .infinity },
      detectableMargin: bounded { $0.minimalMargin(rows: rows, power: request.power) ?? .infinity },
      power: request.difference.map { power.power(of: .difference($0), rows: rows) },
      forDifference: request.difference.map { needed(for: .difference($0)) },
      forNonInferiority: nonInferiority, forEquivalence: equivalence, curve: curve(power))
  }

  private func power(_ deviation: Double) -> MeanPower {
    MeanPower(
      standardDeviation: deviation, level: request.level, degreesPerRow: design.degreesPerRow)
  }

  /// A number for σ, and for the bounds of σ.
  private func bounded(_ number: (MeanPower) -> Double) -> BoundedNumber {
    BoundedNumber(
      number(power(design.deviation.value)),
      lower: design.deviation.lower.map { number(power($0)) },
      upper: design.deviation.upper.map { number(power($0)) })
  }

  private func needed(for aim: StudyAim) -> RowsNeeded {
    if let reason = aim.impossibility { return .none(reason) }
    func rows(_ deviation: Double?) -> Double? {
      deviation.flatMap { power($0).rows(for: aim, power: request.power) }.map(Double.init)
    }
    guard let value = rows(design.deviation.value) else {
      return .none("more than 1,000,000,000 rows")
    }
    return .rows(
      BoundedNumber(
        value, lower: rows(design.deviation.lower), upper: rows(design.deviation.upper)))
  }

  /// Which way is worse decides; without a direction there is nothing to be inferior in.
  private var nonInferiority: RowsNeeded? {
    guard let margin = request.margin else { return nil }
    let difference = request.difference ?? 0
    switch direction {
    case .higherIsBetter: return needed(for: .nonInferiority(margin: margin, advantage: difference))
    case .lowerIsBetter: return needed(for: .nonInferiority(margin: margin, advantage: -difference))
    case .nearerIsBetter, .neutral: return nil
    }
  }

  private var equivalence: RowsNeeded? {
    request.margin.map {
      needed(for: .equivalence(margin: $0, difference: request.difference ?? 0))
    }
  }

  /// From a sixteenth of the rows at hand to sixteen times as many, and to twice what is needed for
  /// the named difference, in steps of √2.
  private func curve(_ power: MeanPower) -> [PowerPoint] {
    let wanted = request.difference.flatMap {
      power.rows(for: .difference($0), power: request.power)
    }
    let (low, high) = (
      max(8, min(design.rows, Double(wanted ?? .max)) / 16),
      min(Double(StudySize.most), max(design.rows * 16, 2 * Double(wanted ?? 0)))
    )
    var points: [PowerPoint] = []
    var rows = low
    while rows <= high * 1.0001, points.count < 60 {
      let count = Int(rows.rounded())
      if let detectable = power.minimalDifference(rows: count, power: request.power) {
        points.append(
          PowerPoint(
            rows: count,
            power: request.difference.map { power.power(of: .difference($0), rows: count) },
            detectable: detectable))
      }
      rows *= 2.0.squareRoot()
    }
    return points
  }
}

extension StudyAim {
  /// Why no number of rows can show this, if none can.
  fileprivate var impossibility: String? {
    switch self {
    case .difference(0): "a difference of 0 is never found"
    case .nonInferiority(let margin, let advantage) where margin + advantage <= 0:
      "the true difference lies beyond the margin"
    case .equivalence(let margin, let difference) where abs(difference) >= margin:
      "the true difference lies beyond the margin"
    default: nil
    }
  }
}
