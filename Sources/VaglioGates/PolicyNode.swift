internal import VaglioFindings

/// One node of a policy's text: a word, a list, or named members, with the place where it stands.
///
/// Words stay as they were written. Nothing is guessed from their look, so that a column named
/// `no` or a category `1.0` stays text; what needs a number asks for one.
package struct PolicyNode: Hashable, Sendable {
  package enum Content: Hashable, Sendable {
    /// A word and whether it stood in quotes.
    case word(String, quoted: Bool)
    case list([PolicyNode])
    case members([Member])
  }

  /// A named member of a mapping.
  package struct Member: Hashable, Sendable {
    package let name: String
    /// Where the name stands.
    package let place: TextPlace
    package let value: PolicyNode
  }

  package let content: Content
  package let place: TextPlace

  /// What stands here, for messages.
  package var found: String {
    switch content {
    case .word("", quoted: false), .word("~", quoted: false): "nothing"
    case .word(let text, _): "\"\(text)\""
    case .list([]): "an empty list"
    case .list: "a list"
    case .members([]): "an empty mapping"
    case .members: "a mapping"
    }
  }

  /// The error that `key` expected something else than what stands here.
  package func failure(_ key: String, expected: String) -> PolicyError {
    PolicyError("\"\(key)\" expects \(expected), not \(found)", at: place, key: key)
  }

  /// The word here, in or out of quotes; an absent or empty one is refused.
  package func text(_ key: String, expected: String) throws(PolicyError) -> String {
    guard case .word(let text, let quoted) = content, !text.isEmpty, quoted || text != "~" else {
      throw failure(key, expected: expected)
    }
    return text
  }

  /// The finite number here: decimal digits, not in quotes.
  package func number(_ key: String, in domain: NumberDomain = .finite) throws(PolicyError)
    -> Double
  {
    guard case .word(let text, quoted: false) = content, let number = Self.decimal(text),
      domain.contains(number)
    else { throw failure(key, expected: domain.words) }
    return number
  }

  /// The elements here; a list of one may be written without brackets.
  package func list(_ key: String, expected: String) throws(PolicyError) -> [PolicyNode] {
    switch content {
    case .list(let elements) where !elements.isEmpty: return elements
    case .word(let text, let quoted) where !text.isEmpty && (quoted || text != "~"): return [self]
    default: throw failure(key, expected: expected)
    }
  }

  /// One of a few words here.
  package func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ key: String, _: Choice.Type = Choice.self
  ) throws(PolicyError) -> Choice {
    let words = Choice.allCases.map(\.rawValue)
    let expected = "one of " + words.joined(separator: ", ")
    let word = try text(key, expected: expected)
    guard let choice = Choice(rawValue: word) else {
      throw PolicyError(
        "\"\(key)\" expects \(expected), not \"\(word)\"", at: place, key: key,
        nearest: NearestWord(to: word, among: words)?.word)
    }
    return choice
  }

  /// The members here by name; a name that is not among `known` is refused.
  ///
  /// Messages tell by `owner` what the members belong to: `a policy`, `the rule better`.
  package func members(
    known: [String], of owner: String
  ) throws(PolicyError) -> [String: PolicyNode] {
    guard case .members(let members) = content else {
      throw PolicyError("\(owner) is written as a mapping, not as \(found)", at: place)
    }
    var byName: [String: PolicyNode] = [:]
    for member in members {
      guard known.contains(member.name) else {
        throw PolicyError(
          "\(owner) has no key \"\(member.name)\"; it has \(known.joined(separator: ", "))",
          at: member.place, key: member.name,
          nearest: NearestWord(to: member.name, among: known)?.word)
      }
      byName[member.name] = member.value
    }
    return byName
  }

  /// The number that decimal digits spell; `nil` for other words, hexadecimal and infinity too.
  package static func decimal(_ text: String) -> Double? {
    guard text.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }),
      let number = Double(text), number.isFinite
    else { return nil }
    return number
  }
}
