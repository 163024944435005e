/// The known word that a misspelt one was probably meant to be, for messages: `scroe`, "score".
public struct NearestWord: Hashable, Sendable {
  /// The known word, as it is written in the list.
  public let word: String
  /// The number of edits between the two, letter case aside; 0 when only the case differs.
  public let distance: Int

  /// Words with more Unicode scalars than this are never near to anything.
  public static let longest = 256

  /// The word among `known` that is nearest to `misspelt`, the first of equals.
  ///
  /// Nearness is the number of insertions, deletions, substitutions and swaps of neighbours
  /// (Damerau–Levenshtein, optimal string alignment) between the lower-case words. A word is too
  /// far away when more than a third of the longer word's scalars would change (one change is
  /// always allowed, but never of every scalar). `nil` when every known word is too far away.
  public init?(to misspelt: String, among known: some Sequence<String>) {
    let sought = Self.scalars(of: misspelt)
    var nearest: NearestWord?
    for word in known {
      let candidate = Self.scalars(of: word)
      let limit = min(Self.allowance(sought, candidate), (nearest?.distance ?? .max) - 1)
      guard limit >= 0, abs(sought.count - candidate.count) <= limit else { continue }
      let distance = Self.distance(from: sought, to: candidate)
      if distance <= limit { nearest = NearestWord(word: word, distance: distance) }
    }
    guard let nearest else { return nil }
    self = nearest
  }

  private init(word: String, distance: Int) { (self.word, self.distance) = (word, distance) }

  private static func scalars(of word: String) -> [UnicodeScalar] {
    Array(word.lowercased().unicodeScalars)
  }

  /// The greatest distance at which two words are still near; negative when one is too long.
  private static func allowance(_ first: [UnicodeScalar], _ second: [UnicodeScalar]) -> Int {
    let longer = max(first.count, second.count)
    guard longer <= longest else { return -1 }
    return min(max(1, longer / 3), max(0, longer - 1))
  }

  /// The distance by dynamic programming over three rows of the table.
  private static func distance(from first: [UnicodeScalar], to second: [UnicodeScalar]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...second.count)
    for (row, scalar) in first.enumerated() {
      var current = [row + 1]
      for (column, other) in second.enumerated() {
        var edits = min(last[column + 1] + 1, current[column] + 1)
        edits = min(edits, last[column] + (scalar == other ? 0 : 1))
        if row > 0, column > 0, scalar == second[column - 1], other == first[row - 1] {
          edits = min(edits, beforeLast[column - 1] + 1)
        }
        current.append(edits)
      }
      (beforeLast, last) = (last, current)
    }
    return last[second.count]
  }
}
