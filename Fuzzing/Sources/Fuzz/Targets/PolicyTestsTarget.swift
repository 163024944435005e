internal import VaglioGates

extension FuzzTarget {
  /// Files of tests of policies in YAML.
  static let policyTests = FuzzTarget(name: "policy-tests", seeds: []) { bytes in
    do throws(PolicyError) {
      _ = try PolicyTest(parsing: bytes, file: "p")
    } catch {
      expectLegible(error.description)
    }
  }
}
