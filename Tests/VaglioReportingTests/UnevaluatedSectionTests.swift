import Testing
import VaglioFindings

@testable import VaglioReporting

struct UnevaluatedSectionTests {
  @Test func `what shares slice, reason and models is told in one line`() {
    let gaps = UnevaluatedSection.gaps(in: SampleDossier.binary())
    #expect(gaps.map(\.measures) == [["ROC AUC", "Recall"], ["Mean score"]])
    #expect(gaps.first?.subjects == ["candidate", "production", "difference"])
    #expect(gaps.first?.reason == "no row is positive (n = 7)")
    #expect(gaps.last?.reason == "no finding is about it")
  }

  @Test func `where everything has a value the page says so`() throws {
    let blocks = UnevaluatedSection().blocks(for: SampleDossier.large())
    guard case .prose(let prose) = try #require(blocks.first) else {
      Issue.record("expected a sentence")
      return
    }
    #expect(prose.plainText == "Every metric has a value on every slice.")
  }
}
