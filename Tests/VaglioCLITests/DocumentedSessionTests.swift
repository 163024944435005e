import Foundation
import Testing

/// The command lines in the pages of `docs/` work as they stand, on small tables of the shape that
/// they name.
struct DocumentedSessionTests {
  static let pages = [
    "calibration", "fairness", "few-labels", "forecasts", "intervals", "power", "recalibration",
  ]

  /// The lines of a page's code blocks that begin with `vaglio`, those that end in a backslash
  /// joined with the next.
  private static func commands(on page: String) throws -> [String] {
    let text = try String(contentsOf: Repository["docs/\(page).md"], encoding: .utf8)
    let blocks = text.components(separatedBy: "```").enumerated().filter { $0.offset % 2 == 1 }
    return blocks.flatMap { block in
      block.element.replacing("\\\n", with: " ").split(separator: "\n")
        .filter { $0.hasPrefix("vaglio ") }.map(String.init)
    }
  }

  @Test(arguments: pages) func `the commands of a page work`(_ page: String) throws {
    let folder = try TemporaryFolder()
    try Self.fill(folder)
    for command in try Self.commands(on: page) {
      let run = try Vaglio.shell(
        "vaglio() { \"$VAGLIO\" \"$@\"; }; \(Self.quick(command))",
        in: folder["data.csv"].deletingLastPathComponent())
      // A policy may rule as it likes; 2 is trouble, and anything else a crash.
      #expect([0, 1, 3].contains(run.code), "\(command): \(run.error)")
    }
  }

  @Test func `the links between the pages lead somewhere`() throws {
    let folder = Repository["docs"]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path)
    where name.hasSuffix(".md") {
      let text = try String(
        contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
      for match in text.matches(of: /\]\(([^)#:]+)(?:#[^)]*)?\)/) {
        let place = folder.appendingPathComponent(String(match.1))
        #expect(FileManager.default.fileExists(atPath: place.path), "\(name): \(match.1)")
      }
    }
  }

  /// The same command with fewer resamples, where it takes any.
  private static func quick(_ command: String) -> String {
    guard !command.hasPrefix("vaglio predict"), !command.hasPrefix("vaglio audit"),
      !command.contains("--resamples")
    else { return command }
    return command + " --resamples 100"
  }

  /// The tables and policies that the pages name.
  private static func fill(_ folder: TemporaryFolder) throws {
    for name in ["holdout", "later", "new", "cuts", "applicants"] {
      try Data(table().utf8).write(to: folder[name + ".csv"])
    }
    try Data(
      "version: 1\ngates:\n  - no-worse: {metric: roc_auc, margin: 0.1}\n".utf8
    ).write(to: folder["policy.yaml"])
    try Data(
      "version: 1\ngates:\n  - parity: {metric: selection_rate, slice: sex, ratio-at-least: 0.8}\n"
        .utf8
    ).write(to: folder["parity.yaml"])
    try FileManager.default.createSymbolicLink(
      at: folder["fixtures"], withDestinationURL: Repository["fixtures"])
  }

  /// 400 rows with all columns that the pages name; the draws are those of a fixed congruence.
  private static func table() -> String {
    var state: UInt64 = 20_260
    func draw() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / 0x1p53
    }
    var lines = [
      "id,default,candidate,production,new,old,sex,race,age,region,hired,score,cut,p_a,p_b,p_c"
    ]
    for row in 0..<400 {
      let risk = 0.02 + 0.96 * draw()
      let scores = (0..<4).map { _ in min(0.99, max(0.01, risk + 0.3 * (draw() - 0.5))) }
      let fields =
        [row, draw() < risk ? 1 : 0].map(String.init) + scores.map { "\($0)" }
        + ["f", "m"].oneByDraw(draw()) + ["x", "y"].oneByDraw(draw())
        + ["\(20 + Int(50 * draw()))"] + ["north", "south"].oneByDraw(draw())
        + [draw() < risk ? "1" : "0", "\(risk)"]
      let (a, b) = (0.1 + 0.5 * draw(), 0.1 + 0.2 * draw())
      let which = draw()
      let cut = which < a ? "a" : which < a + b ? "b" : "c"
      lines.append((fields + [cut, "\(a)", "\(b)", "\(1 - a - b)"]).joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension [String] {
  /// One of two words.
  fileprivate func oneByDraw(_ draw: Double) -> [String] { [self[draw < 0.5 ? 0 : 1]] }
}
