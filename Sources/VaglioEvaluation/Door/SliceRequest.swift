internal import VaglioFindings

/// A request for slices as it is written on the command line: `sex`, `age:25,45,65`, `sex*age:45`.
public struct SliceRequest: Hashable, Sendable {
  /// One factor: a column, and the edges of its bins where it is to be binned.
  public struct Factor: Hashable, Sendable {
    public let column: String
    /// Ascending and finite; `nil` takes each value by itself.
    public let edges: [Double]?
  }

  /// The factors whose crossing gives the slices.
  public let factors: [Factor]

  /// Why a text is no request for slices.
  public struct Malformed: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String
  }

  /// Slices by the values of `columns` crossed.
  public init(columns: [String]) {
    self.init(factors: columns.map { Factor(column: $0, edges: nil) })
  }

  private init(factors: [Factor]) { self.factors = factors }

  /// The request that `text` writes. A column whose name holds `:` or `*` is taken whole when it is
  /// one of `known`.
  public init(
    _ text: String, known: Set<String> = [], option: String = "slice"
  ) throws(Malformed) {
    do {
      try self.init(text, known)
    } catch {
      throw Malformed(description: "--\(option) \(text): \(error.description)")
    }
  }

  private init(_ text: String, _ known: Set<String>) throws(Malformed) {
    if known.contains(text) {
      self.init(columns: [text])
      return
    }
    var factors: [Factor] = []
    for part in text.split(separator: "*", omittingEmptySubsequences: false) {
      factors.append(try Self.factor(String(part), known))
    }
    guard Set(factors.map(\.column)).count == factors.count else {
      throw Malformed(description: "a column is crossed with itself")
    }
    self.init(factors: factors)
  }

  private static func factor(
    _ part: String, _ known: Set<String>
  ) throws(Malformed) -> Factor {
    guard !part.isEmpty else {
      throw Malformed(description: "a column's name is missing around \"*\"")
    }
    guard !known.contains(part), let colon = part.lastIndex(of: ":") else {
      return Factor(column: part, edges: nil)
    }
    let edges = part[part.index(after: colon)...]
      .split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
    let numbers = edges.compactMap { $0 }
    guard
      numbers.count == edges.count, numbers.allSatisfy(\.isFinite),
      zip(numbers, numbers.dropFirst()).allSatisfy({ $0 < $1 })
    else {
      throw Malformed(
        description: "bins are given by ascending numbers, such as age:25,45,65")
    }
    return Factor(column: String(part[..<colon]), edges: numbers)
  }
}
