import Testing
import VaglioFindings
import VaglioGates

/// Mutated policies are read or refused; they never crash, hang, or lose their place.
struct PolicyFuzzTests {
  private static let seed = """
    version: 1
    confidence: 0.95
    multiplicity: holm
    gates:
      - at-least: {metric: "precision[class=2]", value: 0.75, slices: [sex, 'no']}
      - no-worse:
          metric: recall
          margin: 0.03
      - parity: {metric: selection_rate, slice: sex*race, ratio-at-least: 0.8}

    """

  private static let scraps = [
    "&a ", "*a", "!!str ", "? ", "- ", ": ", "{", "}", "[", "]", "\"", "'", "#", "|\n", ">\n",
    "\n", "\t", " ", "---\n", "...\n", "%YAML 1.1\n", "1e400", "-0", ".inf", "~", "\u{FEFF}",
    "\u{2028}", "é", "\\u0000", ",", "@", "`", "no", "version: 1\n",
  ]

  @Test(arguments: 0..<8)
  func `mutated policies are read or refused with a place`(seed: Int) {
    var generator = SplitMix(state: UInt64(seed))
    for _ in 0..<250 {
      let bytes = mutated(Array(Self.seed.utf8), by: &generator)
      do throws(PolicyError) {
        let policy = try Policy(parsing: bytes, file: "p")
        #expect(!policy.gates.isEmpty)
        #expect(policy.judge(Findings([]), measures: Sample.measures).ruling != .pass)
      } catch {
        #expect(error.place.file == "p")
        #expect(error.place.line >= 1 && error.place.column >= 1)
        #expect(!error.reason.isEmpty)
      }
    }
  }

  @Test func `messages quote names without control characters`() {
    let error = #expect(throws: PolicyError.self) {
      try Policy(parsing: #"{version: 1, gates: [{"a\e[2J\u202E": {}}]}"#)
    }
    #expect(error?.reason.contains(#""a\u{1B}[2J\u{202E}""#) == true)
  }

  private func mutated(_ bytes: [UInt8], by generator: inout SplitMix) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      let place = Int.random(in: 0...bytes.count, using: &generator)
      switch Int.random(in: 0..<4, using: &generator) {
      case 0:
        let scrap = Self.scraps.randomElement(using: &generator) ?? ""
        bytes.insert(contentsOf: scrap.utf8, at: place)
      case 1: bytes.removeSubrange(place..<min(bytes.count, place + 3))
      case 2 where place < bytes.count:
        bytes[place] = UInt8.random(in: 0...255, using: &generator)
      default:
        let length = Int.random(in: 0...20, using: &generator)
        bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + length)], at: place)
      }
    }
    return bytes
  }
}
