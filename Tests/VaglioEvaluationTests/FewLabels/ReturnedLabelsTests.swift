import Testing
import VaglioEvaluation
import VaglioTables

struct ReturnedLabelsTests {
  private static let names = (0..<50).map { "r\($0)" }

  private func plan() throws -> LabelPlan {
    try LabelPlan(
      keys: (0..<50).map { UInt64($0) }, uncertainty: (0..<50).map { Double(1 + $0 % 5) },
      budget: 8, seed: 3)
  }

  /// The plan as the command writes it.
  private func table(
    _ plan: LabelPlan, order: [Double]? = nil, inclusion: (Double) -> Double = { $0 }
  ) -> Table {
    func numbers(_ name: String, _ value: (LabelPlan.Entry) -> Double) -> Column {
      Column(name: name, numbers: plan.entries.map(value))
    }
    return Table([
      Column(
        name: "id", values: .categories(Categories(plan.entries.map { Self.names[$0.row] }))),
      Column(name: "order", numbers: order ?? plan.entries.indices.map { Double($0 + 1) }),
      numbers("inclusion") { inclusion($0.inclusion) }, numbers("share", \.share),
      numbers("rank", \.rank), numbers("threshold") { _ in plan.threshold },
      numbers("population") { _ in Double(plan.population) },
    ])
  }

  @Test func `a plan is read back from its table`() throws {
    let plan = try plan()
    let again = try WrittenLabelPlan(table(plan), id: "id").plan(ofRowsNamed: Self.names)
    #expect(again.entries == plan.entries && again.threshold == plan.threshold)
    #expect(again.population == plan.population)
    let whole = try LabelPlan(
      keys: (0..<50).map { UInt64($0) }, uncertainty: (0..<50).map { _ in 1 }, budget: 50, seed: 3)
    #expect(
      try WrittenLabelPlan(table(whole), id: "id").plan(ofRowsNamed: Self.names).threshold
        == .infinity)
  }

  @Test func `a plan that is none is refused by name`() throws {
    let plan = try plan()
    #expect(throws: LabelReturnError.missingColumn("name")) {
      try WrittenLabelPlan(table(plan), id: "name")
    }
    #expect(throws: LabelReturnError.damagedPlan("its orders are not 1 to 8")) {
      try WrittenLabelPlan(table(plan, order: [1, 2, 3, 4, 5, 6, 7, 9]), id: "id")
    }
    #expect(throws: LabelReturnError.self) {
      try WrittenLabelPlan(table(plan, inclusion: { $0 / 2 }), id: "id")
    }
    let written = try WrittenLabelPlan(table(plan), id: "id")
    #expect(throws: LabelReturnError.otherData(planned: 50, found: 49)) {
      try written.plan(ofRowsNamed: Array(Self.names.dropLast()))
    }
    let first = try #require(written.names.first)
    #expect(throws: LabelReturnError.missingRow(first)) {
      try written.plan(ofRowsNamed: Self.names.map { $0 == first ? "other" : $0 })
    }
  }

  @Test func `labels are matched by name, and what is odd is counted`() throws {
    let plan = try plan()
    let planned = plan.entries.map { Self.names[$0.row] }
    let stranger = try #require(Self.names.first { !planned.contains($0) })
    let back = try ReturnedLabels(
      plan, rows: Self.names,
      names: [planned[3], planned[0], planned[3], stranger, planned[5], nil],
      values: ["1", "0", "1", "1", nil, nil])
    #expect(back.labels == [plan.entries[3].row: "1", plan.entries[0].row: "0"])
    #expect(back.missing == 6 && back.repeated == 1 && back.unplanned == 1)
    #expect(back.notes.count == 3)
  }

  @Test func `labels that contradict or belong nowhere are refused by name`() throws {
    let plan = try plan()
    let name = Self.names[plan.entries[0].row]
    func read(_ names: [String?], _ values: [String?]) throws -> ReturnedLabels {
      try ReturnedLabels(plan, rows: Self.names, names: names, values: values)
    }
    #expect(throws: LabelReturnError.conflict(name, first: 1, second: 2)) {
      try read([name, name], ["1", "0"])
    }
    #expect(throws: LabelReturnError.unknownRow("nobody", returned: 2)) {
      try read([name, "nobody"], ["1", "0"])
    }
    #expect(throws: LabelReturnError.unnamed(returned: 1)) { try read([nil], ["1"]) }
    #expect(throws: LabelReturnError.nothing) { try read([name], [nil]) }
    #expect(throws: LabelReturnError.nothing) { try read([], []) }
  }
}
