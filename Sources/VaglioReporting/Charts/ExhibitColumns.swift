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
