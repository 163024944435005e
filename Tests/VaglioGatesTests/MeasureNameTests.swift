import Testing

@testable import VaglioGates

struct MeasureNameTests {
  @Test func `options are sorted and spaces dropped`() {
    #expect(
      MeasureName("f_beta[beta=2, average=macro]")?.description == "f_beta[average=macro,beta=2]")
    #expect(MeasureName("recall")?.options == [:])
    #expect(MeasureName("psi[column=a=b]")?.options == ["column": "a=b"])
  }

  @Test(arguments: [
    "", "[a=1]", "a[", "a]", "a[]", "a[b]", "a[b=]", "a[b=1", "a[b=1,b=2]", "a[b=1]c",
  ])
  func `malformed names are none`(text: String) { #expect(MeasureName(text) == nil) }
}
