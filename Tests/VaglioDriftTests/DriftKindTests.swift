import Testing
import VaglioDrift

struct DriftKindTests {
  @Test func `a kind is read back from its name`() {
    for kind in DriftKind.allCases { #expect(DriftKind(rawValue: kind.rawValue) == kind) }
  }
}
