import Synchronization
import Testing

@testable import VaglioEvaluation

@Suite struct ReplicateSourceTests {
  private let source = ReplicateSource(
    Readings(of: BinaryOutcomes(labels: [0, 1], scores: [0.2, 0.7])))

  @Test func `what might be nil is prepared when first asked for`() {
    let value: Int? = source.prepared("number") { 7 }
    #expect(value == 7)
  }

  @Test func `what is prepared is prepared once, nil too`() {
    let calls = Atomic(0)
    for _ in 0..<3 {
      let value: Int? = source.prepared("nothing") {
        calls.add(1, ordering: .relaxed)
        return nil
      }
      #expect(value == nil)
    }
    #expect(calls.load(ordering: .relaxed) == 1)
  }
}
