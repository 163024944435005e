import Testing
import VaglioFindings
import VaglioGates

/// Files that were not written by a friend.
struct ImportHostilityTests {
  private static let names = [
    "a\": [", "&anchor", "x & y", "*alias", "# no", "a: b", "- x", "no", "~", "\u{0}", "\u{1B}[2J",
    "\u{202E}evil", "a\nversion: 2", "\u{85}", "\u{2028}", "\u{FFFE}", "\u{10FFFF}", "日本語", "é",
    "a,b", "{}", "[]", "'", "\\", "%", "a\tb", "!!str", " ", "", "👩‍💻", "&é", "=<<",
    String(repeating: "n", count: 300),
  ]

  @Test(arguments: names)
  func `hostile names come back as they are, or are left behind`(name: String) throws {
    let text = CanonicalJSON.text(of: [
      "version": 0, "features": [["name": .string(name), "completeness": 0.75]],
    ])
    let imported = try ImportedPolicy(.sagemaker, text)
    guard let policyText = imported.policyText else {
      #expect(imported.left.contains { $0.path == "features[0]" })
      #expect(["", " ", "\u{0}"].contains(name))
      return
    }
    let policy = try Policy(parsing: policyText)
    let finding = Sample.finding(
      "quality.missing_rate[column=\(OptionText.escaped(name))]", .model, 0.1, 0.09, 0.11)
    let verdict = policy.judge(Findings([finding]), measures: [])
    #expect(verdict.judgements.last?.ruling == .pass, "\(policyText)")
    #expect(
      policyText.unicodeScalars.allSatisfy {
        $0 == "\n" || $0.properties.generalCategory != .control
      })
  }

  @Test func `hostile labels and columns of slices are quoted`() throws {
    for name in Self.names where !name.isEmpty && name != "\u{0}" {
      let label = CanonicalJSON.text(of: .string(name))
      let imported = try ImportedPolicy(
        .evidently,
        """
        {"metrics": [{"type": "evidently:metric_v2:RecallByLabel", "tests": {\(label): [{"type":
          "evidently:test_v2:GreaterOrEqualMetricTest", "threshold": 0.5}]}}]}
        """)
      #expect(imported.gates.count + imported.left.count == 1)
      let sliced = try ImportedPolicy(
        .tfma,
        """
        {"slicing_specs": [{"feature_keys": [\(label)]}], "metrics_specs": [{"metrics": [{"class_name":
          "Recall", "threshold": {"value_threshold": {"lower_bound": 0.5}}}]}]}
        """)
      #expect(sliced.gates.count + sliced.left.count >= 1)
    }
  }

  @Test(arguments: [
    "", " ", "\u{FEFF}", "{", "{\"features\": [", "{\"a\": 1, \"a\": 2}", "{\"a\": 1e400}", "nul",
    "{\"features\": NaN}", "{\"a\": \"\\ud800\"}", "\"x\"", "{} {}",
  ])
  func `texts that are no documents are refused with a place`(text: String) {
    for format in ImportFormat.allCases {
      let error = #expect(throws: PolicyError.self) { try ImportedPolicy(format, text) }
      #expect(error?.place.file == "f")
      #expect((error?.place.line ?? 0) >= 1 && (error?.place.column ?? 0) >= 1)
    }
    _ = ImportFormat.guess(Array(text.utf8))
  }

  @Test(arguments: ["[", "{\"a\":", "{\"a\":["])
  func `a hundred thousand levels are refused`(level: String) {
    let bytes = Array(String(repeating: level, count: 100_000).utf8)
    for format in ImportFormat.allCases {
      #expect(throws: PolicyError.self) {
        try ImportedPolicy(format, files: [(name: "f", bytes: bytes)])
      }
    }
    #expect(ImportFormat.guess(bytes) == nil)
  }

  @Test func `a broken document is refused at its place`() {
    let error = #expect(throws: PolicyError.self) {
      try ImportedPolicy(.whylogs, "{\"é\": 1,\n \"é\" 2}")
    }
    #expect(error?.place == TextPlace(file: "f", line: 2, column: 6))
  }

  @Test func `a byte order mark and numbers of Python are accepted`() throws {
    let imported = try ImportedPolicy(
      .sagemaker,
      "\u{FEFF}{\"features\": [{\"name\": \"a\", \"completeness\": 0.5, \"x\": NaN, \"y\": [-Infinity, Infinity]}]}"
    )
    #expect(imported.gates.last == #"quality: {missing-rate-at-most: 0.5, columns: ["a"]}"#)
    #expect(imported.left.map(\.path) == ["features[0].x", "features[0].y"])
  }

  @Test func `too many settings are refused`() {
    let many = (0...100_000).map { "\"k\($0)\": 1" }.joined(separator: ",")
    let error = #expect(throws: PolicyError.self) {
      try ImportedPolicy(.whylogs, "{\"summaryConstraints\": {}, \(many)}")
    }
    #expect(error?.reason.contains("100000") == true)
  }

  @Test func `a policy that would be too long is refused, not cut`() {
    let features = (0..<2000).map { index in
      "{\"name\": \"\(String(repeating: "x", count: 150))\(index)\", \"completeness\": 0.9}"
    }
    let error = #expect(throws: PolicyError.self) {
      try ImportedPolicy(.sagemaker, "{\"features\": [\(features.joined(separator: ","))]}")
    }
    #expect(error?.reason.contains("longer than") == true)
  }

  private static let scraps = [
    "{", "}", "[", "]", "\"", ",", ":", "null", "true", "-1", "1e999", "NaN", "Infinity", "\\u0000",
    "\\", "<", ">", "#", "\n", "\u{FEFF}", "é", "{}", "[]", "\"\"", "0.5", "-0", "\"&a\"", "1e-320",
    "\"name\": \"~\",", "value: inf", "{\"value\": 2}",
  ]

  @Test(arguments: ImportFixture.all)
  func `mutated files are imported or refused, and policies are always read`(
    fixture: ImportFixture
  ) throws {
    let seed = fixture.path.utf8.reduce(UInt64(7)) { $0 &* 31 &+ UInt64($1) }
    var generator = SplitMix(state: seed)
    let original = try fixture.bytes()
    var (read, refused) = (0, 0)
    for _ in 0..<ImportFixture.mutants {
      let bytes = Self.mutated(original, by: &generator)
      _ = ImportFormat.guess(bytes)
      do throws(PolicyError) {
        let imported = try ImportedPolicy(fixture.format, files: [(name: "f", bytes: bytes)])
        if let text = imported.policyText { _ = try Policy(parsing: text) }
        #expect(!imported.carried.isEmpty || !imported.left.isEmpty || imported.policyText == nil)
        _ = CanonicalJSON.bytes(of: imported.json)
        _ = imported.listing
        read += 1
      } catch {
        #expect(error.place.file == "f", "\(error)")
        refused += 1
      }
    }
    #expect(read > 0 && refused > 0)
  }

  private static func mutated(_ bytes: [UInt8], by generator: inout SplitMix) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...3, using: &generator) {
      let place = Int.random(in: 0..<bytes.count, using: &generator)
      switch Int.random(in: 0..<5, using: &generator) {
      case 0:
        let scrap = scraps.randomElement(using: &generator) ?? ""
        bytes.insert(contentsOf: scrap.utf8, at: place)
      case 1: bytes.removeSubrange(place..<min(bytes.count, place + 3))
      case 2: bytes[place] = UInt8.random(in: 0...255, using: &generator)
      case 3:
        // A digit stays a digit, so that many mutants are still documents.
        guard let digit = bytes[place...].firstIndex(where: { (0x30...0x39).contains($0) }) else {
          continue
        }
        bytes[digit] = UInt8.random(in: 0x30...0x39, using: &generator)
      default:
        guard let letter = bytes[place...].firstIndex(where: { (0x61...0x7A).contains($0) }) else {
          continue
        }
        bytes[letter] = UInt8.random(in: 0x61...0x7A, using: &generator)
      }
    }
    return bytes
  }
}
