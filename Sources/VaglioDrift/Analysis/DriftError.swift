internal import VaglioFindings

/// Why two tables can't be compared.
public enum DriftError: Error, Hashable, Sendable, CustomStringConvertible {
  /// An option, a role or a table is unusable; the second sentence says what would mend it.
  case refused(String, remedy: String? = nil)

  public var description: String {
    switch self {
    case .refused(let reason, nil): reason
    case .refused(let reason, let remedy?): "\(reason); \(remedy)"
    }
  }

  /// A role names a column that neither table has.
  static func unknown(_ column: String, among known: [String]) -> DriftError {
    .refused(
      "neither table has a column \"\(column.legible())\"",
      remedy: NearestWord(to: column, among: known).map { "did you mean \"\($0.word)\"?" })
  }
}
