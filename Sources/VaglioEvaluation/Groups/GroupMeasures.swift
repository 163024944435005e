public import VaglioFindings

/// The names and contracts of what is said about all groups of a slicing at once.
///
/// Such a finding is about all rows, so its slice is `all`; the slicing stands in the name's
/// brackets: `recall.worst_group[by=sex]`, `f1.largest_difference[by=sex*race]`.
public struct GroupMeasures: Hashable, Sendable {
  /// The slicing in words: `sex`, `sex*race`.
  public let slicing: String

  /// The measures of a slicing by these columns.
  public init(columns: [String]) { slicing = columns.joined(separator: "*") }

  /// A name with options in brackets, alphabetical. A backslash stands before each comma, equals
  /// sign, bracket and backslash of a column's name.
  public func name(_ base: String, options: [String: String] = [:]) -> String {
    let all = options.merging(["by": slicing]) { $1 }
    let listed = all.sorted { $0.key < $1.key }.map { "\($0.key)=\(Self.escaped($0.value))" }
    return "\(base)[\(listed.joined(separator: ","))]"
  }

  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { escaped, character in
      if "\\,=[]".contains(character) { escaped.append("\\") }
      escaped.append(character)
    }
  }

  /// The value of the group where `measure` is worst.
  public func worstGroup(_ measure: Measure) -> Measure {
    Measure(
      name: name("\(measure.name).worst_group"),
      title: "\(measure.title) of the worst group by \(slicing)",
      definition: "\(measure.title) of the group by \(slicing) where it is worst.",
      range: measure.lowest...measure.highest, direction: measure.direction, unit: measure.unit)
  }

  /// The largest difference of `measure` between two groups.
  public func largestDifference(_ measure: Measure) -> Measure {
    Measure(
      name: name("\(measure.name).largest_difference"),
      title: "\(measure.title), largest difference by \(slicing)",
      definition: "The highest \(measure.title) of a group by \(slicing), less the lowest.",
      range: 0...(measure.highest - measure.lowest), direction: .lowerIsBetter, unit: measure.unit)
  }

  /// The smallest ratio of `measure` between two groups.
  public func smallestRatio(_ measure: Measure) -> Measure {
    Measure(
      name: name("\(measure.name).smallest_ratio"),
      title: "\(measure.title), smallest ratio by \(slicing)",
      definition: "The lowest \(measure.title) of a group by \(slicing), divided by the highest.",
      range: 0...1, direction: .higherIsBetter)
  }
}
