/// Texts stored as codes into a list of levels.
public struct Categories: Hashable, Sendable {
  /// One per row: the index of the row's level, -1 where the value is missing.
  public let codes: [Int32]
  /// The distinct texts in the order of their first appearance.
  public let levels: [String]

  /// Codes and the levels that they point to; every code is -1 or the index of a level.
  public init(codes: [Int32], levels: [String]) {
    precondition(
      codes.allSatisfy { $0 >= -1 && Int($0) < levels.count }, "a code points to no level")
    (self.codes, self.levels) = (codes, levels)
  }

  init(checkedCodes codes: [Int32], levels: [String]) {
    (self.codes, self.levels) = (codes, levels)
  }

  /// The categories of some texts, `nil` where one is missing.
  public init(_ texts: some Sequence<String?>) {
    var codes: [Int32] = []
    var levels: [String] = []
    var known: [String: Int32] = [:]
    for text in texts {
      guard let text else {
        codes.append(-1)
        continue
      }
      let code = known[text] ?? Int32(levels.count)
      if known.updateValue(code, forKey: text) == nil { levels.append(text) }
      codes.append(code)
    }
    self.init(checkedCodes: codes, levels: levels)
  }

  /// The text of a row; `nil` where it is missing.
  public subscript(row: Int) -> String? {
    codes[row] < 0 ? nil : levels[Int(codes[row])]
  }

  /// The code of a level; `nil` when no row has had it.
  public func code(of level: String) -> Int32? { levels.firstIndex(of: level).map(Int32.init) }

  /// The number of rows of each level, in the order of the levels.
  public var counts: [Int] {
    var counts = Array(repeating: 0, count: levels.count)
    for code in codes where code >= 0 { counts[Int(code)] += 1 }
    return counts
  }
}
