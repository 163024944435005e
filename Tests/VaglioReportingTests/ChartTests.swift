import Testing

@testable import VaglioReporting

/// Laws of every chart, over every chart that the samples draw.
struct ChartTests {
  static func charts(of name: String) -> [Chart] {
    guard let dossier = SampleDossier.all[name] else { return [] }
    return SectionCatalogue.all.flatMap { $0.blocks(for: dossier) }.flatMap { block -> [Chart] in
      guard case .charts(let charts) = block else { return [] }
      return charts
    }
  }

  @Test(arguments: SampleDossier.all.keys.sorted())
  func `every chart has its words and its numbers`(name: String) {
    for chart in Self.charts(of: name) {
      #expect(!chart.title.isEmpty)
      #expect(chart.alternative.count > 20, "\(chart.title): \(chart.alternative)")
      #expect(!chart.table.rows.isEmpty)
      #expect(chart.table.rows.flatMap { $0 }.contains { $0.text.contains(where: \.isNumber) })
    }
  }

  @Test(arguments: SampleDossier.all.keys.sorted())
  func `no label leaves its chart or lies on another`(name: String) {
    for chart in Self.charts(of: name) {
      let labels = chart.canvas.labels
      for label in labels {
        #expect(
          label.left >= -0.5 && label.right <= chart.canvas.width + 0.5
            && label.baseline <= chart.canvas.height && label.baseline >= 8,
          "\(chart.title): \(label.text) from \(label.left) to \(label.right)")
      }
      for (index, one) in labels.enumerated() {
        for other in labels.dropFirst(index + 1) where abs(one.baseline - other.baseline) < 9 {
          let overlap = min(one.right, other.right) - max(one.left, other.left)
          #expect(overlap <= 1, "\(chart.title): \(one.text) / \(other.text)")
        }
      }
    }
  }

  @Test func `the samples draw every kind of chart`() {
    #expect(Self.charts(of: "binary").count == 15)
    #expect(Self.charts(of: "regression").count == 10)
    #expect(Self.charts(of: "evaluation").count == 11)
    #expect(Self.charts(of: "forecast").count == 8)
    #expect(Self.charts(of: "classes").count == 5)
    #expect(Self.charts(of: "explanation").count == 10)
    #expect(Self.charts(of: "explanations").count == 3)
  }

  @Test func `coordinates have one decimal and no negative zero`() {
    #expect(Canvas.coordinate(12.34) == "12.3")
    #expect(Canvas.coordinate(-0.04) == "0")
    #expect(Canvas.coordinate(-1.25) == "-1.3")
    #expect(Canvas.coordinate(.infinity) == "99999")
  }
}
