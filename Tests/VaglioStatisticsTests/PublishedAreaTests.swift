import Foundation
import Testing
import VaglioFindings
import VaglioStatistics

/// The patients of `fixtures/asah`, and what pROC 1.18.0 says of their markers.
struct PublishedAreaTests {
  private let classes: ClassLabels
  private let columns: [String: [Double]]

  init() throws {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../fixtures/asah/asah.csv")
    let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
      .map { $0.split(separator: ",").map(String.init) }
    let rows = lines.dropFirst().map { $0.map { Double($0) ?? .nan } }
    columns = Dictionary(
      uniqueKeysWithValues: lines[0].enumerated().map { place, name in
        (name, rows.map { $0[place] })
      })
    classes = try ClassLabels(rows.map { UInt8($0[0]) })
  }

  private func placements(_ name: String) throws -> Placements {
    Placements(try #require(columns[name]), classes)
  }

  /// Thirteen digits were printed.
  private func agree(_ got: Double?, _ want: Double) -> Bool {
    abs((got ?? .nan) - want) <= 1e-12 * abs(want)
  }

  @Test(arguments: [
    ("s100b", 0.7313685636856369, 0.002668682457172438),
    ("ndka", 0.6119579945799458, 0.003190810549391302),
    ("wfns", 0.8236788617886179, 0.001469914708823626),
  ])
  func `an area and its variance are pROC's`(
    _ marker: String, _ area: Double, _ variance: Double
  ) throws {
    let deLong = DeLong(try placements(marker), classes)
    #expect(agree(deLong.area, area))
    #expect(agree(deLong.variance, variance))
  }

  @Test(arguments: [
    ("s100b", 0.6301182117616, 0.8326189156097),
    ("ndka", 0.5012449993, 0.7226709899),
    ("wfns", 0.7485348878, 0.8988228358),
  ])
  func `the interval without a scale is pROC's`(
    _ marker: String, _ lower: Double, _ upper: Double
  ) throws {
    let deLong = DeLong(try placements(marker), classes)
    let error = try #require(deLong.standardError)
    let interval = try #require(
      WaldInterval.linear(
        deLong.area, standardError: error, level: .ninetyFivePercent, method: "delong",
        range: 0...1))
    // Ten digits were printed of the second and third.
    #expect(abs(interval.lower - lower) <= 0.5e-10 && abs(interval.upper - upper) <= 0.5e-10)
  }

  @Test(arguments: [
    ("wfns", "s100b", 2.208983591441, 0.0271757822292),
    ("wfns", "ndka", 2.797775918689, 0.00514557970691),
    ("s100b", "ndka", 1.390770025736, 0.164295175223),
  ])
  func `markers of the same patients are compared as pROC does`(
    _ first: String, _ second: String, _ statistic: Double, _ pValue: Double
  ) throws {
    let result = PairedDeLong(try placements(first), try placements(second), classes).result
    #expect(agree(result?.statistic, statistic))
    #expect(agree(result?.pValue, pValue))
  }

  @Test func `markers of different patients are compared as pROC does`() throws {
    let test = DeLong(try placements("wfns"), classes)
      .test(unpairedWith: DeLong(try placements("s100b"), classes))
    #expect(agree(test?.statistic, 1.434906409269))
    // Twelve decimals were printed: 206.6610637878 degrees of freedom, and this p-value.
    #expect(abs((test?.pValue ?? .nan) - 0.152825378809) <= 0.5e-12)
  }
}
