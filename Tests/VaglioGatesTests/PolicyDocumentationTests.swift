import FoundationEssentials
import Testing
import VaglioFindings
import VaglioGates

/// The public page about policies names everything that there is, and its examples work.
struct PolicyDocumentationTests {
  private let page: String

  init() throws {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    page = try String(contentsOf: URL(filePath: "/\(root)/docs/policy.md"), encoding: .utf8)
  }

  /// The part of the page under the rule's heading.
  private func section(_ kind: String) -> Substring? {
    page.split(separator: "\n### `").first { $0.hasPrefix("\(kind)`\n") }.map { section in
      section.split(separator: "\n## ", maxSplits: 1).first ?? section
    }
  }

  /// The fenced blocks of YAML that begin with a word.
  private func blocks(beginning word: String) -> [String] {
    page.split(separator: "```yaml\n").dropFirst().compactMap { rest in
      rest.split(separator: "```").first.map(String.init)
    }.filter { $0.hasPrefix(word) }
  }

  @Test(arguments: RuleCatalogue.kinds)
  func `a rule has a section with every option and its example`(kind: String) throws {
    let section = try #require(self.section(kind), "docs/policy.md has no section `\(kind)`")
    let documentation = try #require(RuleCatalogue.rule(kind)).documentation
    for option in documentation.options {
      #expect(section.contains("`\(option.name)`"), "`\(option.name)` is not mentioned")
    }
    #expect(section.contains("```yaml\n\(documentation.example)\n```"))
  }

  @Test func `every choice of the policy's keys is mentioned`() {
    let words =
      Multiplicity.allCases.map(\.rawValue)
      + Policy.InconclusiveHandling.allCases.map(\.rawValue)
      + ["version", "confidence", "multiplicity", "on-inconclusive", "gates"]
    for word in words { #expect(page.contains("`\(word)`"), "`\(word)` is not mentioned") }
    for ruling in Ruling.allCases { #expect(page.contains("**\(ruling.rawValue)**")) }
  }

  @Test func `the page's policy is read, and its tests of that policy are met`() throws {
    let policies = try blocks(beginning: "version:").map { try Policy(parsing: $0) }
    let policy = try #require(policies.first)
    let tests = try blocks(beginning: "policy:").map { try PolicyTest(parsing: $0) }
    #expect(tests.count == 1)
    for outcome in tests.flatMap({ $0.outcomes(under: policy) { _ in Sample.measures } }) {
      #expect(outcome.differences == [])
    }
  }
}
