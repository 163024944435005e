import Testing
import VaglioFindings
import VaglioGates

@testable import VaglioReporting

struct JUnitReportTests {
  @Test(arguments: SampleDossier.all.keys.sorted())
  func `the document is valid XML whose counts agree with its cases`(name: String) throws {
    let page = Page(JUnitReport().render(try #require(SampleDossier.all[name])))
    #expect(page.problem == nil)
    let suite = try #require(page.named("testsuite").first)
    let counts = [
      ("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped"),
    ]
    for (attribute, element) in counts {
      #expect(suite.attributes[attribute] == "\(page.named(element).count)")
    }
  }

  @Test func `each ruling has its outcome`() throws {
    let page = Page(JUnitReport().render(SampleDossier.binary()))
    let suite = try #require(page.named("testsuite").first).attributes
    // The verdict is a fail, so that the two inconclusive gates count as failures beside the failed.
    #expect(suite["tests"] == "8" && suite["failures"] == "3" && suite["errors"] == "1")
    let open = SampleDossier.hostile()
    let lenient = try #require(Page(JUnitReport().render(open)).named("testsuite").first)
    #expect(lenient.attributes["skipped"] == "3")
  }

  @Test func `silence is not success`() {
    let page = Page(JUnitReport().render(SampleDossier.evaluation()))
    #expect(
      page.named("skipped").first?.attributes["message"]?.contains("nothing was decided") == true)
  }
}
