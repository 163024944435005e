public import VaglioFindings

/// Columns whose values, or crossed values, are slices: `sex`, or `sex*race`.
public struct SliceColumns: Hashable, Sendable, CustomStringConvertible {
  /// The columns in the order in which they were written; at least one, each once.
  public let columns: [String]

  /// The columns that `text` names, crossed by `*`; `nil` if one is empty or occurs twice.
  public init?(_ text: String) {
    let columns = text.split(separator: "*", omittingEmptySubsequences: false).map {
      String($0.trimmingSpaces)
    }
    guard !columns.contains(""), Set(columns).count == columns.count else { return nil }
    self.columns = columns
  }

  public var description: String { columns.joined(separator: "*") }

  /// Whether `slice` is a cell of exactly these columns, in whatever order.
  public func holds(_ slice: Slice) -> Bool {
    slice.conditions.count == columns.count && Set(slice.columns) == Set(columns)
  }
}

extension Substring {
  /// Without the spaces at both ends.
  var trimmingSpaces: Substring {
    var rest = drop { $0 == " " }
    while rest.last == " " { rest.removeLast() }
    return rest
  }
}
