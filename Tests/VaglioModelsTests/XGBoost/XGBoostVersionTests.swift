import Foundation
import Testing
import VaglioTables

@testable import VaglioModels

/// Models that four versions of XGBoost trained, with what they predict themselves.
struct XGBoostVersionTests {
  private static let versions = ["1.7.6", "2.1.4", "3.2.0", "3.4.1"]

  /// The twenty rows, categories by their numbers.
  private func rows(_ features: [Feature]) throws -> FeatureMatrix {
    let table = try TableReader(options: ReadingOptions(), threads: 1)
      .read([ModelFixtures.folder.appending(path: "xgboost/input20_cat.csv").path])
    let columns = try features.map { feature in
      let column = try #require(table[feature.name])
      if let numbers = column.numbers { return numbers }
      let texts = column.categorized
      return (0..<table.rowCount).map { Double(texts[$0]?.dropFirst() ?? "") ?? .nan }
    }
    return FeatureMatrix(numbers: columns)
  }

  @Test(arguments: versions)
  func `margins are to the bit those of the version that trained the model`(
    version: String
  ) throws {
    let path = "xgboost/versions/\(version)"
    let expected = DocumentPlace(
      root: try JSONDocument.document(ModelFixtures.bytes("\(path)/expected.json")))
    let cases = try expected.members()
    #expect(cases.count >= 10)
    for (name, place) in cases {
      let model = try #require(
        try ModelFixtures.model("\(path)/\(name).json") as? any MarginModel)
      let rows = try rows(#require(model.features))
      let margins = try model.margins(of: rows, threads: 1).values
      #expect(try margins == place["margin"].numbers(), "\(name)")
      let predictions = try model.predictions(of: rows, threads: 1)
      let floats = try place["prediction"].numbers()
      #expect(predictions.values.count == floats.count, "\(name)")
      // XGBoost's links work in floats: an exponential good to an ulp, two sums or a division, each
      // rounded; sums of expectiles round at the scale of the row.
      let width = predictions.outputCount
      for (index, (value, float)) in zip(predictions.values, floats).enumerated() {
        let start = index - index % width
        let scale = floats[start..<start + width].map(\.magnitude).max() ?? 0
        #expect(abs(value - float) <= 6 * Double(Float(scale).ulp), "\(name)")
      }
    }
  }

  @Test func `layouts are told`() throws {
    func fact(_ name: String, _ file: String) throws -> ModelSummary.Value? {
      try ModelFixtures.model("xgboost/versions/\(file).json").summary.facts
        .first { $0.name == name }?.value
    }
    #expect(try fact("booster", "2.1.4/dart") == .text("dart"))
    #expect(try fact("booster", "3.4.1/dart") == .text("dart"))
    #expect(try fact("booster", "3.4.1/gblinear") == .text("gblinear"))
    #expect(try fact("parallel trees", "1.7.6/forest") == .count(3))
    #expect(try fact("iterations", "1.7.6/forest") == .count(2))
    #expect(try fact("vector leaves", "2.1.4/vector-targets") == .flag(true))
    #expect(try fact("iterations", "3.4.1/multi-softprob") == .count(2))
    #expect(try fact("classes", "3.4.1/multi-softprob") == .count(3))
    #expect(try fact("version", "1.7.6/one-hot") == .text("1.7.6"))
  }
}
