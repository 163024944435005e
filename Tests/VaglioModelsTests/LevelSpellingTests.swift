import Testing
import VaglioTables

@testable import VaglioModels

struct LevelSpellingTests {
  private func spelled(_ texts: [String?], _ feature: Feature) -> [String?] {
    let categories = LevelSpelling(feature).texts(of: Column(name: "c", texts: texts))
    return categories.codes.indices.map { categories[$0] }
  }

  @Test func `numbers and truth values are spelled as the categories are`() {
    let numbers = Feature("c", kind: .category(levels: ["1", "2.5"]))
    #expect(
      spelled(["1.0", "2.50", "1", "3.0", "x", nil], numbers) == ["1", "2.5", "1", "3.0", "x", nil])
    let truths = Feature("c", kind: .category(levels: ["false", "true"]))
    #expect(spelled(["True", "FALSE", "1", "yes"], truths) == ["true", "false", "1", "yes"])
    let words = Feature("c", kind: .category(levels: ["True", "False"]))
    #expect(spelled(["true", "False"], words) == ["True", "False"])
  }

  @Test func `a text that is a category stays`() {
    let both = Feature("c", kind: .category(levels: ["1", "1.0", "true", "True"]))
    #expect(spelled(["1.0", "1", "True", "true"], both) == ["1.0", "1", "True", "true"])
  }

  @Test func `truth values known by hashes of numbers are these numbers, and numbers stay`() {
    let hashed = Feature("c", kind: .text, hashes: [TextHash(of: "1"), TextHash(of: "2")])
    #expect(spelled(["True", "False", "2.0"], hashed) == ["1", "False", "2.0"])
  }

  @Test func `columns of truth values are spelled too`() {
    let column = Column(name: "c", values: .booleans([true, false]))
    let feature = Feature("c", kind: .category(levels: ["0", "1"]))
    let categories = LevelSpelling(feature).texts(of: column)
    #expect(categories[0] == "1" && categories[1] == "0")
  }
}
