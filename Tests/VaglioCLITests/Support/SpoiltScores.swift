import Foundation

/// The rows of `fixtures/credit-default`, a real model's probabilities made too sure: logits doubled.
enum SpoiltScores {
  /// id, default, sex and score as CSV.
  static func csv(rows: Int = .max) throws -> String {
    let text = try String(contentsOfFile: Repository.creditDefault, encoding: .utf8)
    let lines = text.split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
    let columns = ["id", "default", "sex", "production"].compactMap { lines[0].firstIndex(of: $0) }
    let table = lines.dropFirst().prefix(rows).map { line -> String in
      let fields = columns.map { line[$0] }
      let odds = (Double(fields[3]) ?? .nan) / (1 - (Double(fields[3]) ?? .nan))
      return (fields[0..<3] + ["\(odds * odds / (1 + odds * odds))"]).joined(separator: ",")
    }
    return (["id,default,sex,score"] + table).joined(separator: "\n") + "\n"
  }

  static let columns = ["--label", "default", "--score", "score", "--id", "id"]
}
