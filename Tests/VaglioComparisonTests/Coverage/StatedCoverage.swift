import Foundation

/// One cell of the matrix: a method's intervals of a metric, or of its difference, in a situation.
struct CoverageCase: CustomStringConvertible, Hashable {
  enum Quantity: String, CaseIterable { case model, difference }

  let situation: String
  let method: String
  let metric: String
  let quantity: Quantity

  var description: String { "\(situation) | \(method) | \(metric) | \(quantity.rawValue)" }
}

/// How often intervals that are known not to hold the truth in 95 % hold it, and why: whoever adds a
/// metric or changes a method must meet the level, or state here what it does instead.
struct StatedCoverage {
  /// Which cells of the matrix this speaks of; an empty set means all.
  var situations: Set<String> = []
  var methods: Set<String> = ["best"]
  var metrics: Set<String> = []
  var quantities: Set<CoverageCase.Quantity> = Set(CoverageCase.Quantity.allCases)
  /// Between what coverage lies, but for the error of the simulation.
  let coverage: ClosedRange<Double>
  let why: String

  /// What the first statement about a cell allows; 95 % where none speaks of it.
  static func range(of place: CoverageCase) -> ClosedRange<Double> {
    all.first { $0.speaks(of: place) }?.coverage ?? 0.95...0.95
  }

  private func speaks(of place: CoverageCase) -> Bool {
    Self.has(situations, place.situation) && Self.has(methods, place.method)
      && Self.has(metrics, place.metric) && quantities.contains(place.quantity)
  }

  /// Whether this speaks of all that another statement speaks of.
  func covers(_ other: StatedCoverage) -> Bool {
    Self.hold(situations, other.situations) && Self.hold(methods, other.methods)
      && Self.hold(metrics, other.metrics) && quantities.isSuperset(of: other.quantities)
  }

  private static func has(_ names: Set<String>, _ name: String) -> Bool {
    names.isEmpty || names.contains(name)
  }

  private static func hold(_ names: Set<String>, _ others: Set<String>) -> Bool {
    names.isEmpty || (!others.isEmpty && names.isSuperset(of: others))
  }
}

extension StatedCoverage {
  /// All statements, as `fixtures/coverage/stated.tsv` has them; of several that speak of a cell the first
  /// counts.
  ///
  /// Names are parted by semicolons, none means all; `of` is `model`, `difference` or `both`.
  static let all: [StatedCoverage] = {
    let file = MeasuredCoverage.file.deletingLastPathComponent().appending(path: "stated.tsv")
    guard let text = try? String(contentsOf: file, encoding: .utf8) else {
      preconditionFailure("there is no \(file.path)")
    }
    return text.split(separator: "\n").dropFirst().map { line in
      guard let stated = StatedCoverage(line) else {
        preconditionFailure("in \(file.path): \(line)")
      }
      return stated
    }
  }()

  private init?(_ line: Substring) {
    let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    guard fields.count == 7, let least = Double(fields[4]), let most = Double(fields[5]),
      least <= most
    else { return nil }
    func names(_ field: String) -> Set<String> {
      Set(field.split(separator: ";").map(String.init))
    }
    let quantities = CoverageCase.Quantity(rawValue: fields[3]).map { Set([$0]) }
    guard quantities != nil || fields[3] == "both" else { return nil }
    self.init(
      situations: names(fields[1]), methods: names(fields[2]), metrics: names(fields[0]),
      quantities: quantities ?? Set(CoverageCase.Quantity.allCases),
      coverage: least / 100...most / 100, why: fields[6])
  }

  /// The statements as a table of Markdown, in the order in which they are read.
  static var table: String {
    let rows = all.map { stated in
      let cells = [
        names(stated.metrics), names(stated.situations, quoted: false),
        names(stated.methods, quoted: false),
        stated.quantities.count == 2 ? "both" : stated.quantities.first?.rawValue ?? "",
        "\(percent(stated.coverage.lowerBound)) to \(percent(stated.coverage.upperBound)) %",
        stated.why,
      ]
      return "| " + cells.joined(separator: " | ") + " |\n"
    }
    return "| metrics | situations | intervals | of | coverage | why |\n|---|---|---|---|---|---|\n"
      + rows.joined()
  }

  private static func names(_ names: Set<String>, quoted: Bool = true) -> String {
    guard !names.isEmpty else { return "all" }
    return names.sorted().map { quoted ? "`\($0)`" : $0 }.joined(separator: ", ")
  }

  private static func percent(_ share: Double) -> String {
    let tenths = Int((share * 1000).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }
}
