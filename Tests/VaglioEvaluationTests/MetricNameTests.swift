import Testing
import VaglioEvaluation

struct MetricNameTests {
  @Test func `options stand in brackets`() {
    let name = MetricName("f_beta[average=macro,beta=2]")
    #expect(name?.base == "f_beta")
    #expect(name?.options == ["average": "macro", "beta": "2"])
    #expect(MetricName("roc_auc")?.options == [:])
  }

  @Test(arguments: ["a[b=1", "a[b]", "a[b=1,b=2]", "a[]", "a[=1]"])
  func `malformed options are refused`(text: String) {
    #expect(MetricName(text) == nil)
  }

  @Test func `a metric is found with its options, and only with those it has`() {
    let found = MetricCatalogue.metric(
      "mean_pinball_loss[alpha=0.9]", in: MetricCatalogue.regression)
    #expect(found?.name == "mean_pinball_loss[alpha=0.9]")
    #expect(
      MetricCatalogue.metric("mean_pinball_loss[alpha=1]", in: MetricCatalogue.regression) == nil)
    #expect(MetricCatalogue.metric("r2[alpha=0.9]", in: MetricCatalogue.regression) == nil)
    #expect(MetricCatalogue.metric("roc_auc", in: MetricCatalogue.regression) == nil)
  }
}
