import Testing
import VaglioFindings
import VaglioModels

@testable import VaglioAttribution

@Suite struct AdditivityCertificateTests {
  private let rows = FeatureMatrix(numbers: [[1, 2, 3], [0.1, 0.2, 0.3]])
  private let model = FunctionModel(2) { 2 * $0[0] - $0[1] + 5 }
  /// Against the background (0, 0): base 5.
  private let exact = SampleAttributions.of([[2, 4, 6], [-0.1, -0.2, -0.3]], base: 5)

  @Test func `exact attributions of a model are certified`() throws {
    let certificate = try AdditivityCertificate(of: exact, model: model, rows: rows)
    #expect(certificate.holds)
    #expect(certificate.worst.residual.magnitude <= 3e-15)
    #expect(certificate.findings(.model)[0].estimate.value == certificate.worst.residual.magnitude)
  }

  @Test func `a wrong attribution is found, with its row and how wrong it is`() throws {
    let wrong = SampleAttributions.of([[2, 4.001, 6], [-0.1, -0.2, -0.3]], base: 5)
    let certificate = try AdditivityCertificate(of: wrong, model: model, rows: rows)
    #expect(!certificate.holds)
    #expect(certificate.worst.row == 1)
    #expect(abs(certificate.worst.residual + 0.001) < 1e-14)
    #expect(certificate.findings(.model)[0].notes == ["beyond what rounding explains"])
    let exhibit = certificate.exhibit(.model, limit: 2)
    #expect(exhibit.numbers("row")?[0] == 1)
    #expect(exhibit.series.values.allSatisfy { $0.count == 2 })
    #expect(exhibit.scalars["holds"] == 0)
  }

  @Test func `the tolerance goes with the model's precision`() throws {
    // The residual of rounding the sum to 32 bits: at most half an ulp of about 6.9.
    let said = OutputMatrix(
      values: [6.9, 8.8, 10.7].map { Double(Float($0)) }, outputCount: 1)
    let single = try AdditivityCertificate(of: exact, said: said, precision: .single, terms: 3)
    let double = try AdditivityCertificate(of: exact, said: said, precision: .double, terms: 3)
    #expect(single.holds && !double.holds)
    #expect(single.places.allSatisfy { $0.ulps <= 0.5 + 1e-6 })
    #expect(double.places.contains { $0.ulps > 1e6 })
  }

  @Test func `a sum of trees in 32 bits is within its tolerance of exact attributions`() throws {
    // A hundred stumps on two features; attributions of the sum in 64 bits against a covered half.
    var trees: [Tree] = []
    var leaves: [(feature: Int, threshold: Double, left: Double, right: Double)] = []
    for number in 0..<100 {
      let leaf = (
        feature: number % 2, threshold: Double(number) / 100, left: 0.1 * Double(number % 7),
        right: -0.3 * Double(number % 5)
      )
      leaves.append(leaf)
      trees.append(
        try Tree(
          [
            .init(
              Split(feature: leaf.feature, .below(leaf.threshold), missing: .left), left: 1,
              right: 2),
            .init(leaf: 0), .init(leaf: 1),
          ], values: [Double(Float(leaf.left)), Double(Float(leaf.right))], target: .output(0),
          featureCount: 2))
    }
    let model = TreeModel(
      TreeEnsemble(
        trees, base: [0.5], featureCount: 2, startsFromBase: true, comparison: .double, sum: .single
      ),
      features: [Feature("f0"), Feature("f1")], link: .identity,
      output: ModelOutput(.value, task: .regression, names: ["y"]),
      summary: ModelSummary(format: "test", facts: []))
    let columns = [
      SampleAttributions.uniform(50, seed: 1), SampleAttributions.uniform(50, seed: 2),
    ]
    let phi = (0..<2).map { feature in
      columns[feature].map { value in
        leaves.filter { $0.feature == feature }.reduce(0.0) {
          $0 + Double(Float(value < $1.threshold ? $1.left : $1.right))
        }
      }
    }
    let certificate = try AdditivityCertificate(
      of: SampleAttributions.of(phi, base: 0.5), model: model, rows: FeatureMatrix(numbers: columns)
    )
    #expect(certificate.holds)
    #expect(certificate.worst.residual != 0)
    let moved = try AdditivityCertificate(
      of: SampleAttributions.of(phi, base: 0.51), model: model,
      rows: FeatureMatrix(numbers: columns))
    #expect(!moved.holds)
  }

  @Test func `what can't be certified is refused by name`() {
    #expect(
      throws: AttributionError.refused(
        "the attributions are of 3 rows and 1 outputs, what the model says of 2 and 1")
    ) {
      try AdditivityCertificate(
        of: exact, said: OutputMatrix(values: [1, 2], outputCount: 1), precision: .double, terms: 1)
    }
    #expect(throws: AttributionError.refused("the model says nan of row 2")) {
      try AdditivityCertificate(
        of: exact, said: OutputMatrix(values: [1, .nan, 3], outputCount: 1), precision: .double,
        terms: 1)
    }
  }

  @Test func `the findings are what the gate reads`() throws {
    let findings = try AdditivityCertificate(of: exact, model: model, rows: rows).findings(.model)
    #expect(findings.map(\.measure) == ["additivity_residual", "additivity_ulps"])
    #expect(findings.allSatisfy { $0.estimate.interval?.width == 0 && $0.estimate.curve != nil })
  }
}
