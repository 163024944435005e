import Foundation

/// Small tables with labels and two scores, made by a formula.
enum Sample {
  /// `count` rows of id, label, two scores and a group; the scores rise with the label.
  static func rows(_ count: Int) -> [[String]] {
    (0..<count).map { row in
      let noise = Double(row * 7919 % 1009) / 1009
      let other = Double(row * 104_729 % 997) / 997
      let label = noise + other > 1 ? 1 : 0
      return [
        "r\(row)", "\(label)", "\(0.15 + 0.7 * noise)", "\(0.1 + 0.8 * other)",
        row % 3 == 0 ? "a" : "b",
      ]
    }
  }

  static let header = ["id", "label", "new", "old", "group"]

  /// The table as CSV.
  static func csv(_ rows: [[String]], header: [String] = header) -> String {
    ([header] + rows).map { $0.joined(separator: ",") }.joined(separator: "\n") + "\n"
  }

  /// The options that compare the two scores.
  static let comparing = [
    "--label", "label", "--candidate", "column:new", "--production", "column:old",
  ]
}
