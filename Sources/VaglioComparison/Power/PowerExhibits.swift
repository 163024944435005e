public import VaglioFindings

/// The numbers of a power analysis as exhibits: a row per metric, and a curve per metric.
public enum PowerExhibits {
  /// `power`: one row per metric, without numbers and with a reason where nothing can be told; and
  /// `power_curve`: rows, detectable difference and power, metric by metric.
  public static func exhibits(
    of results: [Result<PowerFinding, UnknownPower>], request: PowerRequest
  ) -> [Exhibit] {
    var scalars = ["power": request.power, "level": request.level.fraction]
    scalars["difference"] = request.difference
    scalars["margin"] = request.margin
    return [
      Exhibit(
        kind: "power", subject: .difference, series: table(results), scalars: scalars),
      Exhibit(
        kind: "power_curve", subject: .difference, series: curve(results), scalars: scalars),
    ]
  }

  private static func table(
    _ results: [Result<PowerFinding, UnknownPower>]
  ) -> [String: Exhibit.Series] {
    func numbers(_ number: (PowerFinding) -> Double?) -> Exhibit.Series {
      .numbers(results.map { result in (try? result.get()).flatMap(number) })
    }
    var series: [String: Exhibit.Series] = [
      "metric": .words(results.map(\.metric)),
      "because": .words(results.map(\.reason)),
      "source": .words(results.map { (try? $0.get())?.source ?? "" }),
      "rows": numbers(\.rows),
      "design_effect": numbers(\.designEffect),
      "effective_rows": numbers(\.effectiveRows),
      "power": numbers(\.power),
    ]
    let bounded: [(String, (PowerFinding) -> BoundedNumber?)] = [
      ("standard_deviation", \.deviation), ("detectable_difference", \.detectable),
      ("detectable_margin", \.detectableMargin),
      ("rows_for_difference", { $0.forDifference?.number }),
      ("rows_for_non_inferiority", { $0.forNonInferiority?.number }),
      ("rows_for_equivalence", { $0.forEquivalence?.number }),
    ]
    for (name, number) in bounded {
      series[name] = numbers { number($0)?.value }
      series[name + "_lower"] = numbers { number($0)?.lower }
      series[name + "_upper"] = numbers { number($0)?.upper }
    }
    return series
  }

  private static func curve(
    _ results: [Result<PowerFinding, UnknownPower>]
  ) -> [String: Exhibit.Series] {
    let points = results.compactMap { try? $0.get() }.flatMap { finding in
      finding.curve.map { (metric: finding.metric, point: $0) }
    }
    return [
      "metric": .words(points.map(\.metric)),
      "rows": .numbers(points.map { Double($0.point.rows) }),
      "detectable_difference": .numbers(points.map(\.point.detectable)),
      "power": .numbers(points.map(\.point.power)),
    ]
  }
}

extension Result<PowerFinding, UnknownPower> {
  fileprivate var metric: String {
    switch self {
    case .success(let finding): finding.metric
    case .failure(let unknown): unknown.metric
    }
  }

  /// Why numbers are absent: of all, or of those that no number of rows can show.
  fileprivate var reason: String {
    switch self {
    case .success(let finding):
      let reasons = [
        finding.forDifference?.reason.map { "difference: \($0)" },
        finding.forNonInferiority?.reason.map { "non-inferiority: \($0)" },
        finding.forEquivalence?.reason.map { "equivalence: \($0)" },
      ]
      return reasons.compactMap { $0 }.joined(separator: "; ")
    case .failure(let unknown): return unknown.reason
    }
  }
}
