import Testing
import VaglioFindings

struct ExhibitTests {
  @Test func `what neither JSON nor a drawing can hold is absent`() {
    let exhibit = Exhibit(
      kind: "roc", subject: .model, series: ["threshold": .numbers([.infinity, 0.5, nil])],
      scalars: ["threshold": .infinity, "rows": 3])
    #expect(exhibit.numbers("threshold") == [nil, 0.5, nil])
    #expect(exhibit.scalars == ["rows": 3])
    #expect(exhibit.json["series"]?["threshold"] == [.null, 0.5, .null])
  }
}
