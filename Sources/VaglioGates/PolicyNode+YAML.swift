internal import VaglioFindings
internal import Yams

extension PolicyNode {
  /// No policy needs more; a longer text is refused before it is parsed.
  static let longestText = 262_144

  /// Reads one YAML document, or the JSON that YAML includes.
  ///
  /// Anchors, aliases and tags are refused, so that a short text can't unfold into a huge one, and
  /// so are several documents in one text and keys that occur twice.
  package static func parsing(_ bytes: [UInt8], file: String) throws(PolicyError) -> PolicyNode {
    let start = TextPlace(file: file, line: 1, column: 1)
    guard bytes.count <= longestText else {
      throw PolicyError("longer than \(longestText) bytes, which no policy needs", at: start)
    }
    guard let decoded = String(validating: bytes, as: UTF8.self), !decoded.contains("\0") else {
      throw PolicyError("not text in UTF-8", at: start)
    }
    let text =
      decoded.unicodeScalars.first == "\u{FEFF}"
      ? String(decoded.unicodeScalars.dropFirst()) : decoded
    try refuseAnchors(in: text, file: file)
    guard let root = try root(of: text, file: file) else {
      throw PolicyError("the file is empty", at: start)
    }
    return try PolicyNode(root, file: file)
  }

  /// Refuses `&name` wherever an anchor could begin.
  ///
  /// Yams compares whole keys while it composes, which takes exponential time when keys are made of
  /// nested aliases, so the text has to be refused before. The test does not look at quotes: it
  /// refuses a little more than anchors, never less.
  private static func refuseAnchors(in text: String, file: String) throws(PolicyError) {
    var (line, column) = (1, 0)
    var (beforeLast, last): (UnicodeScalar, UnicodeScalar) = (" ", " ")
    for scalar in text.unicodeScalars {
      if last == "&", isWord(scalar), !isWord(beforeLast) {
        throw PolicyError(
          "anchors are not accepted: write the value out",
          at: TextPlace(file: file, line: line, column: column))
      }
      (beforeLast, last) = (last, scalar)
      (line, column) = scalar == "\n" ? (line + 1, 0) : (line, column + 1)
    }
  }

  private static func isWord(_ scalar: UnicodeScalar) -> Bool {
    scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "_" || scalar == "-"
  }

  private static func root(of text: String, file: String) throws(PolicyError) -> Node? {
    do {
      return try Parser(yaml: text, encoding: .utf8).singleRoot()
    } catch let error as YamlError {
      throw PolicyError(error, text: text, file: file)
    } catch {
      throw PolicyError("not YAML", at: TextPlace(file: file, line: 1, column: 1))
    }
  }

  private init(_ node: Node, file: String) throws(PolicyError) {
    place = TextPlace(file: file, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
    switch node {
    case .scalar(let scalar):
      try Self.refuseTag(scalar.tag, quoted: scalar.style != .plain, at: place)
      content = .word(scalar.string, quoted: scalar.style != .plain)
    case .sequence(let sequence):
      try Self.refuseTag(sequence.tag, quoted: false, at: place)
      var elements: [PolicyNode] = []
      for element in sequence { elements.append(try PolicyNode(element, file: file)) }
      content = .list(elements)
    case .mapping(let mapping):
      try Self.refuseTag(mapping.tag, quoted: false, at: place)
      content = .members(try Self.members(of: mapping, file: file))
    case .alias:
      throw PolicyError("aliases are not accepted: write the value out", at: place)
    }
  }

  private static func members(
    of mapping: Node.Mapping, file: String
  ) throws(PolicyError) -> [Member] {
    var members: [Member] = []
    var names: Set<String> = []
    for (key, value) in mapping {
      let place = TextPlace(file: file, line: key.mark?.line ?? 1, column: key.mark?.column ?? 1)
      guard case .scalar(let scalar) = key else {
        throw PolicyError("a key is a word, not a list or a mapping", at: place)
      }
      guard names.insert(scalar.string).inserted else {
        throw PolicyError("\"\(scalar.string)\" occurs twice", at: place, key: scalar.string)
      }
      members.append(
        Member(name: scalar.string, place: place, value: try PolicyNode(value, file: file)))
    }
    return members
  }

  /// Refuses an explicit tag; `!!str` before quotes can't be told from none, and does nothing.
  private static func refuseTag(
    _ tag: Tag, quoted: Bool, at place: TextPlace
  ) throws(PolicyError) {
    let name = tag.description
    guard name.isEmpty || name == "!" || quoted && name == Tag.Name.str.rawValue else {
      throw PolicyError("tags are not accepted: leave out the word with \"!\"", at: place)
    }
  }
}

extension PolicyError {
  fileprivate init(_ error: YamlError, text: String, file: String) {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      let place = TextPlace(file: file, line: mark.line, column: mark.column)
      self.init(Self.words(for: problem, line: Self.line(mark.line, of: text)), at: place)
    case .duplicatedKeysInMapping(let duplicates, let context):
      let key = duplicates.first ?? ""
      self.init(
        "\"\(key)\" occurs twice",
        at: TextPlace(file: file, line: context.mark.line, column: context.mark.column), key: key)
    case .reader(let problem, let offset, _, _):
      let before = text.prefix(offset ?? 0)
      let line = before.count { $0.isNewline } + 1
      let column = before.reversed().prefix { !$0.isNewline }.count + 1
      self.init("not YAML: \(problem)", at: TextPlace(file: file, line: line, column: column))
    default:
      self.init("not YAML", at: TextPlace(file: file, line: 1, column: 1))
    }
  }

  private static func words(for problem: String, line: Substring) -> String {
    switch problem {
    case "but found another document": "a second document begins; one file holds one policy"
    case "found undefined alias": "aliases are not accepted: write the value out"
    case _ where hasBracketedName(line):
      "not YAML: \(problem); a name with brackets needs quotes: \"precision[class=2]\""
    default: "not YAML: \(problem)"
    }
  }

  private static func line(_ number: Int, of text: String) -> Substring {
    let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    return lines.indices.contains(number - 1) ? lines[number - 1] : ""
  }

  /// Whether a bracket follows a letter, as in `{metric: precision[class=2]}`.
  private static func hasBracketedName(_ line: Substring) -> Bool {
    zip(line, line.dropFirst()).contains { $0.isLetter && $1 == "[" }
  }
}
