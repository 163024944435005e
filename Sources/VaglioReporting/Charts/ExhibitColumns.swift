internal import VaglioFindings

extension Exhibit {
  /// The rows of several columns of numbers, without those where one is missing; none where a
  /// column is absent.
  func rows(_ names: String...) -> [[Double]] {
    let columns = names.compactMap { numbers($0) }
    guard columns.count == names.count, let length = columns.map(\.count).min() else { return [] }
    return (0..<length).compactMap { row in
      let values = columns.compactMap { $0[row] }
      return values.count == names.count ? values : nil
    }
  }
}

extension Exhibit {
  /// A value of a column with its bounds, by default those of `NAME_lower` and `NAME_upper`; `nil` where
  /// there is none.
  func estimate(
    _ name: String, row: Int, lower: String? = nil, upper: String? = nil
  ) -> Estimate? {
    func number(_ name: String) -> Double? {
      guard let numbers = numbers(name), numbers.indices.contains(row) else { return nil }
      return numbers[row]
    }
    guard let value = number(name) else { return nil }
    guard let low = number(lower ?? name + "_lower"), let high = number(upper ?? name + "_upper"),
      low <= high
    else { return Estimate(value) }
    let interval = Interval(lower: low, upper: high, level: .ninetyFivePercent, method: "")
    return Estimate(value, Uncertainty(interval: interval, curve: nil))
  }
}

/// Exhibits of one kind by the model that they are about, in the order in which they are drawn.
struct SubjectExhibits: Sendable {
  let members: [(subject: Subject, exhibit: Exhibit)]

  /// The exhibits of a kind that a dossier holds about its models.
  init(_ kind: String, of dossier: Dossier) {
    members = dossier.sides.compactMap { side in
      dossier.exhibit(kind, side).map { (side, $0) }
    }
  }

  /// The models that there are exhibits of.
  var subjects: [Subject] { members.map(\.subject) }
}

extension DataTable {
  /// At most so many of a long list of rows, evenly chosen, first and last among them.
  static func thinned<Row>(_ rows: [Row], to limit: Int = 21) -> [Row] {
    guard rows.count > limit, limit > 1 else { return rows }
    return (0..<limit).map { rows[$0 * (rows.count - 1) / (limit - 1)] }
  }
}
