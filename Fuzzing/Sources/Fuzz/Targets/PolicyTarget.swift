internal import VaglioFindings
internal import VaglioGates

extension FuzzTarget {
  /// Policies in YAML, which judge nothing as a pass.
  static let policy = FuzzTarget(
    name: "policy", seeds: [Seeds(folder: "fixtures", ending: "policy.yaml")]
  ) { bytes in
    do throws(PolicyError) {
      let policy = try Policy(parsing: bytes, file: "p")
      expect(!policy.gates.isEmpty, "a policy without gates")
      expect(policy.judge(Findings([]), measures: []).ruling != .pass, "nothing passes")
    } catch {
      expectLegible(error.description)
      expect(error.place.line >= 1 && error.place.column >= 1, "a place outside of the text")
    }
  }
}
