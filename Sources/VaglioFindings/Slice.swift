/// A part of the rows: those that meet every condition. Without conditions, all of them.
public struct Slice: Hashable, Sendable {
  /// One condition, as it is written: column `age`, value `[25,45)`.
  public struct Condition: Hashable, Sendable {
    public let column: String
    /// The category, or the bin in the notation of intervals.
    public let value: String

    /// The condition that `column` has `value`.
    public init(column: String, value: String) { (self.column, self.value) = (column, value) }
  }

  /// The conditions, in the order in which they were asked for.
  public let conditions: [Condition]

  /// The rows that meet all of `conditions`.
  public init(_ conditions: [Condition]) { self.conditions = conditions }

  /// All rows.
  public static let all = Slice([])

  /// The columns whose crossing this slice is a cell of: `["sex", "race"]`.
  public var columns: [String] { conditions.map(\.column) }
}

extension Slice: CustomStringConvertible {
  /// `all`, `sex=2`, `sex=2,race=Caucasian`, `age=[25,45)`.
  ///
  /// A backslash stands before each `=`, and before each comma outside a bin's brackets, that
  /// belongs to a name or a value, so that the text reads back.
  public var description: String {
    guard !conditions.isEmpty else { return "all" }
    return conditions.map { condition in
      let value =
        Self.isBin(condition.value) ? condition.value : Self.escaped(condition.value)
      return Self.escaped(condition.column) + "=" + value
    }.joined(separator: ",")
  }

  /// The slice that `text` describes; `nil` when it is not a slice.
  public init?(_ text: String) {
    if text == "all" {
      self = .all
      return
    }
    var conditions: [Condition] = []
    var (column, current, escaping, inBin) = (String?.none, "", false, false)
    for character in text + "," {
      if escaping {
        current.append(character)
        escaping = false
      } else if character == "\\" {
        escaping = true
      } else if character == "=", column == nil {
        (column, current) = (current, "")
      } else if character == ",", !inBin {
        guard let named = column else { return nil }
        conditions.append(Condition(column: named, value: current))
        (column, current) = (nil, "")
      } else {
        if column != nil, current.isEmpty, character == "[" { inBin = true }
        if inBin, character == ")" || character == "]" { inBin = false }
        current.append(character)
      }
    }
    guard column == nil, !escaping, !conditions.isEmpty else { return nil }
    self.init(conditions)
  }

  /// Whether a value is a bin of numbers as this project writes it: `[25,45)`, `[65,∞)`.
  static func isBin(_ value: String) -> Bool {
    guard value.hasPrefix("["), value.hasSuffix(")") || value.hasSuffix("]") else { return false }
    let ends = value.dropFirst().dropLast().split(separator: ",", omittingEmptySubsequences: false)
    return ends.count == 2 && ends.allSatisfy { $0 == "∞" || $0 == "-∞" || Double($0) != nil }
  }

  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text {
      if "\\=,[".contains(character) { escaped.append("\\") }
      escaped.append(character)
    }
    return escaped
  }
}
