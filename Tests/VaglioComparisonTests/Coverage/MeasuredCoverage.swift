import Foundation

/// How many intervals held the truth in each cell of the matrix, as the slow tests found it last.
///
/// The file is written by `VAGLIO_SLOW=1 UPDATE_DOCS=1 swift test --filter CoverageMatrixTests`, the
/// page's tables from it.
struct MeasuredCoverage {
  /// One cell.
  struct Line: Hashable {
    let kind: String
    let place: CoverageCase
    /// The method that made most of the intervals.
    let method: String
    let held: Int
    let intervals: Int
    /// How many values had no interval.
    let bare: Int

    var coverage: Double { Double(held) / Double(max(1, intervals)) }
  }

  private(set) var lines: [Line]

  /// Where the repository's file lies.
  static let file = repository.appending(path: "fixtures/coverage/measured.tsv")

  /// The repository's folder.
  static let repository = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private static let head = "kind\tsituation\tinterval\tmetric\tof\tmethod\theld\tintervals\tbare\n"

  /// What the repository's file says; nothing where there is none.
  init() {
    let text = (try? String(contentsOf: Self.file, encoding: .utf8)) ?? Self.head
    lines = text.split(separator: "\n").dropFirst().compactMap(Line.init)
  }

  /// The lines of one study.
  func lines(of kind: String, _ situation: String, _ method: String) -> [Line] {
    lines.filter { $0.isOf(kind, situation, method) }
  }

  /// Puts the lines of one study in the place of its old ones.
  mutating func replace(_ kind: String, _ situation: String, _ method: String, by new: [Line]) {
    lines.removeAll { $0.isOf(kind, situation, method) }
    lines = (lines + new).sorted { $0.key.lexicographicallyPrecedes($1.key) }
  }

  /// Writes the repository's file.
  func write() throws {
    try FileManager.default.createDirectory(
      at: Self.file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data((Self.head + lines.map { $0.text + "\n" }.joined()).utf8).write(to: Self.file)
  }
}

extension MeasuredCoverage.Line {
  fileprivate init?(_ text: Substring) {
    let fields = text.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    guard fields.count == 9, let quantity = CoverageCase.Quantity(rawValue: fields[4]),
      let held = Int(fields[6]), let intervals = Int(fields[7]), let bare = Int(fields[8])
    else { return nil }
    self.init(
      kind: fields[0],
      place: CoverageCase(
        situation: fields[1], method: fields[2], metric: fields[3], quantity: quantity),
      method: fields[5], held: held, intervals: intervals, bare: bare)
  }

  fileprivate var text: String {
    (key + [method, "\(held)", "\(intervals)", "\(bare)"]).joined(separator: "\t")
  }

  fileprivate var key: [String] {
    [kind, place.situation, place.method, place.metric, place.quantity.rawValue]
  }

  fileprivate func isOf(_ kind: String, _ situation: String, _ method: String) -> Bool {
    self.kind == kind && place.situation == situation && place.method == method
  }

  /// Four standard errors of a share near `expected`: chance moves the observed one further in one of
  /// sixteen thousand cells, and there are some two thousand.
  func error(_ expected: Double) -> Double {
    let expected = min(expected, 0.995)
    return 4 * (expected * (1 - expected) / Double(max(1, intervals))).squareRoot()
  }

  /// Whether the coverage is what ``StatedCoverage`` allows, but for chance.
  var isAsStated: Bool {
    let allowed = StatedCoverage.range(of: place)
    return coverage >= allowed.lowerBound - error(allowed.lowerBound)
      && coverage <= allowed.upperBound + error(allowed.upperBound)
  }
}
