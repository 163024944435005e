import Testing
import VaglioFindings
import VaglioGates

/// What holds of every import.
struct ImportLawTests {
  @Test(arguments: ImportFixture.all)
  func `the format is guessed from the content`(fixture: ImportFixture) throws {
    #expect(ImportFormat.guess(try fixture.bytes()) == fixture.format)
  }

  @Test(arguments: ImportFixture.all)
  func `the policy is read by this library, gate by gate`(fixture: ImportFixture) throws {
    let imported = try fixture.imported()
    guard let text = imported.policyText else {
      #expect(imported.carried.isEmpty)
      return
    }
    let policy = try Policy(parsing: text)
    #expect(policy.gates.count == imported.gates.count)
    #expect(Set(imported.carried.map(\.gate)).isSubset(of: policy.gates.indices))
    for item in imported.carried {
      #expect(imported.gates[item.gate].hasPrefix(item.rule.prefix(400)))
    }
    #expect(policy.judge(Findings([]), measures: []).ruling != .pass)
  }

  @Test(arguments: ImportFixture.all)
  func `every value is carried, left behind or neutral`(fixture: ImportFixture) throws {
    guard fixture.path.hasSuffix(".json") else { return }
    let document = try document(of: fixture)
    #expect(Leaf.all(in: document).count > 3)
    #expect(try unaccounted(in: document, fixture.format) == [])
  }

  private func document(of fixture: ImportFixture) throws -> JSONValue {
    let text = try ImportFixture.text("fixtures/imports/\(fixture.path)")
    return try JSONValue(
      parsing: text.replacing("-Infinity", with: "0").replacing("Infinity", with: "0"))
  }

  /// The values of a document that its import doesn't account for.
  private func unaccounted(in document: JSONValue, _ format: ImportFormat) throws -> [String] {
    let imported = try ImportedPolicy(
      format, files: [(name: "f", bytes: CanonicalJSON.bytes(of: document))])
    if let text = imported.policyText { _ = try Policy(parsing: text) }
    let paths = Set(imported.carried.map(\.path) + imported.left.map(\.path))
    return Leaf.all(in: document).filter { leaf in
      !leaf.prefixes.contains(where: paths.contains) && !leaf.isNeutral(in: format)
    }.map(\.path)
  }

  @Test(arguments: ImportFixture.all)
  func `values of any type in any place are accounted for`(fixture: ImportFixture) throws {
    guard fixture.path.hasSuffix(".json") else { return }
    let document = try document(of: fixture)
    var generator = SplitMix(state: fixture.path.utf8.reduce(UInt64(3)) { $0 &* 31 &+ UInt64($1) })
    var refused = 0
    for _ in 0..<ImportFixture.mutants {
      let mutant = document.mutated(by: &generator)
      do {
        #expect(
          try unaccounted(in: mutant, fixture.format) == [], "\(CanonicalJSON.text(of: mutant))")
      } catch let error as PolicyError {
        #expect(error.place.file == "f", "\(error)")
        refused += 1
      }
    }
    #expect(refused < ImportFixture.mutants / 2)
  }

  @Test(arguments: ImportFixture.all)
  func `nothing in a real file is unknown, and all reasons say what to do`(
    fixture: ImportFixture
  ) throws {
    for item in try fixture.imported().left {
      #expect(item.reason != "the import doesn't know this key", "\(item.path)")
      #expect(!item.reason.isEmpty && !item.instead.isEmpty && !item.value.isEmpty)
    }
  }

  @Test(arguments: ImportFixture.all)
  func `no setting is both carried and left behind`(fixture: ImportFixture) throws {
    let imported = try fixture.imported()
    let both = Set(imported.carried.map(\.path)).intersection(imported.left.map(\.path))
    // An improvement that a policy can ask for on all rows, but not slice by slice, is both.
    #expect(both.allSatisfy { $0.hasSuffix(".absolute") || $0.hasSuffix(".relative") }, "\(both)")
  }

  @Test(arguments: ImportFixture.all)
  func `metrics and measures are those that this library has`(fixture: ImportFixture) throws {
    guard let text = try fixture.imported().policyText else { return }
    let metrics = try ImportFixture.text("docs/metrics.md")
    let measures = try ImportFixture.text("docs/drift.md")
    for name in try Policy(parsing: text).requirements.map(\.measure) {
      let base = name.prefix { $0 != "[" }
      #expect(
        metrics.contains("`\(base)`") || metrics.contains("`\(base)[")
          || measures.contains("`\(base)`"), "\(base)")
    }
  }

  @Test(arguments: ImportFixture.all)
  func `the lists are JSON with all that was found`(fixture: ImportFixture) throws {
    let imported = try fixture.imported()
    let json = try JSONValue(parsing: CanonicalJSON.bytes(of: imported.json))
    #expect(json["carried"]?.array?.count == imported.carried.count)
    #expect(json["left"]?.array?.count == imported.left.count)
    #expect(json["policy"]?.string == imported.policyText)
    #expect(json["format"] == .string(fixture.format.rawValue))
  }

  @Test(arguments: ImportFixture.all)
  func `the parts about data and about models are the policy`(fixture: ImportFixture) throws {
    let imported = try fixture.imported()
    let parts = try imported.matters.map { matter in
      let text = try #require(imported.policyText(about: matter))
      let policy = try Policy(parsing: text)
      let isData = policy.gates.map { ["schema", "quality", "no-drift"].contains($0.kind) }
      #expect(isData.allSatisfy { $0 == (matter == .data) })
      return policy.gates.count
    }
    #expect(parts.reduce(0, +) == imported.gates.count)
    #expect(imported.matters.isEmpty == (imported.policyText == nil))
  }

  @Test func `files are imported together, and no file twice`() throws {
    let names = ["sagemaker/constraints.json", "sagemaker/model-quality.json"]
    let files = try names.map { name in
      (name: name, bytes: try ImportFixture(format: .sagemaker, path: name).bytes())
    }
    let imported = try ImportedPolicy(.sagemaker, files: files)
    #expect(Set(imported.carried.map(\.file)) == Set(names))
    #expect(imported.policyText?.contains("# sagemaker/model-quality.json, binary_") == true)
    #expect(throws: PolicyError.self) {
      try ImportedPolicy(.sagemaker, files: [files[0], files[0]])
    }
    #expect(throws: PolicyError.self) { try ImportedPolicy(.sagemaker, files: []) }
  }

  @Test func `the session on the page is what an import of its file says`() throws {
    let page = try ImportFixture.text("docs/imports.md")
    let fixture = ImportFixture(format: .sagemaker, path: "sagemaker/constraints.json")
    let imported = try ImportedPolicy(
      .sagemaker, files: [(name: "constraints.json", bytes: try fixture.bytes())])
    let policy = try #require(imported.policyText)
    #expect(page.contains("```yaml\n\(policy)```\n"))
    #expect(page.contains("\n\(imported.summary)\n\(imported.listing)$ vaglio drift"))
  }

  @Test func `the page about imports names every neutral key`() throws {
    let page = try ImportFixture.text("docs/imports.md")
    for format in ImportFormat.allCases {
      for key in format.neutralKeys {
        let word = key.split(separator: ".").last.map(String.init) ?? key
        #expect(page.contains("`\(word)`"), "\(format.rawValue): \(key)")
      }
    }
  }
}

extension JSONValue {
  private static let oddities: [JSONValue] = [
    .null, true, false, 0, -1, 0.5, 1e300, -1e-300, "", "x", "NaN", "Infinity", [], [[]], [1, "x"],
    [:], ["value": 2], ["name": "y"], ["relative": 0.1], ["key": "k", "value": ["a": 1]], "&a: *b",
  ]

  /// The value with one thing in it, or itself, put in place of another.
  fileprivate func mutated(by generator: inout SplitMix) -> JSONValue {
    let isHere = Int.random(in: 0..<6, using: &generator) == 0
    switch self {
    case .object(var members) where !members.isEmpty && !isHere:
      guard let key = members.keys.sorted().randomElement(using: &generator) else { return self }
      if Int.random(in: 0..<8, using: &generator) == 0 {
        members["odd"] = members.removeValue(forKey: key)
      } else {
        members[key] = members[key]?.mutated(by: &generator)
      }
      return .object(members)
    case .array(var elements) where !elements.isEmpty && !isHere:
      let position = Int.random(in: 0..<elements.count, using: &generator)
      elements[position] = elements[position].mutated(by: &generator)
      return .array(elements)
    default: return Self.oddities.randomElement(using: &generator) ?? .null
    }
  }
}

/// A value of a JSON document that has nothing below it.
private struct Leaf {
  /// The texts of all paths from the top to the value, the value's own last.
  let prefixes: [String]
  /// The names on the way, without positions.
  let names: [String]

  var path: String { prefixes.last ?? "" }

  static func all(in value: JSONValue, below parent: Leaf = Leaf(prefixes: [], names: [])) -> [Leaf]
  {
    switch value {
    case .null, .array([]), .string(""): []
    case .object(let members):
      members.sorted { $0.key < $1.key }.flatMap { name, value in
        all(in: value, below: parent.adding(parent.text(of: name), name: name))
      }
    case .array(let elements):
      elements.enumerated().flatMap { position, value in
        all(in: value, below: parent.adding("\(parent.path)[\(position)]", name: nil))
      }
    default: [parent]
    }
  }

  private func text(of name: String) -> String {
    let isPlain =
      !name.isEmpty
      && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") }
    guard isPlain else { return "\(path)[\(CanonicalJSON.text(of: .string(name)))]" }
    return path.isEmpty ? name : "\(path).\(name)"
  }

  private func adding(_ path: String, name: String?) -> Leaf {
    Leaf(prefixes: prefixes + [path], names: names + (name.map { [$0] } ?? []))
  }

  func isNeutral(in format: ImportFormat) -> Bool {
    format.neutralKeys.contains { pattern in
      let words = pattern.split(separator: ".").map(Self.plain)
      guard words.count <= names.count else { return false }
      return zip(words, names.map(Self.plain)).allSatisfy { $0 == "*" || $0 == $1 }
    }
  }

  private static func plain(_ name: some StringProtocol) -> String {
    name.lowercased().filter { $0 != "_" }
  }
}
