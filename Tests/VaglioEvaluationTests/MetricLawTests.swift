import Testing
import VaglioEvaluation
import VaglioTesting

/// The laws, over every metric of the catalogues and several seeds.
struct MetricLawTests {
  @Test(arguments: MetricCatalogue.binary.map(\.name), [1, 2, 3] as [UInt64])
  func `a binary metric keeps the laws`(name: String, seed: UInt64) throws {
    let metric = try #require(MetricCatalogue.metric(name, in: MetricCatalogue.binary))
    #expect(violations(metric, seed) == [])
  }

  @Test(arguments: MetricCatalogue.regression.map(\.name), [1, 2, 3] as [UInt64])
  func `a regression metric keeps the laws`(name: String, seed: UInt64) throws {
    let metric = try #require(MetricCatalogue.metric(name, in: MetricCatalogue.regression))
    #expect(violations(metric, seed) == [])
  }

  @Test(arguments: MulticlassForms.names, [1, 2, 3] as [UInt64])
  func `a multiclass metric keeps the laws`(name: String, seed: UInt64) throws {
    let metric = try #require(MetricCatalogue.metric(name, in: MetricCatalogue.multiclass))
    #expect(metric.name == name)
    #expect(violations(metric, seed) == [])
  }

  private func violations<Observed: LawfulOutcomes>(
    _ metric: some Metric<Observed>, _ seed: UInt64
  ) -> [String] {
    MetricLaws(metric).violations(seed: seed)
  }

  @Test func `the catalogues are in alphabetical order and name nothing twice`() {
    for names in [
      MetricCatalogue.binary.map(\.name), MetricCatalogue.multiclass.map(\.name),
      MetricCatalogue.regression.map(\.name),
    ] {
      #expect(names == Set(names).sorted())
    }
  }
}
