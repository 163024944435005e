import Testing
import VaglioEvaluation
import VaglioTables

struct OutcomeTableTests {
  private func read(
    _ text: String, label: String = "y", positive: String? = nil, weight: String? = nil,
    kind: WeightKind = .importance, id: String? = nil, task: PredictionTask? = nil,
    missing: OutcomeTable.MissingValues = .reject
  ) throws -> OutcomeTable {
    let columns = OutcomeTable.Columns(
      label: label, positive: positive, scores: ["s"], weight: weight, weightKind: kind, id: id,
      task: task)
    let table = try TableReader().read(
      bytes: Array(text.utf8), name: "t.csv", columns: columns.requests)
    return try OutcomeTable(table, columns: columns, missing: missing)
  }

  private func message(_ work: () throws -> Void) -> String {
    do {
      try work()
      return "no error"
    } catch {
      return "\(error)"
    }
  }

  @Test func `zeros and ones, and truth values, explain themselves`() throws {
    #expect(
      try read("y,s\n0,0.1\n1,0.9\n").labels == .binary([0, 1], positive: "1", negative: "0"))
    #expect(
      try read("y,s\ntrue,0.1\nfalse,0.9\n").labels
        == .binary([1, 0], positive: "true", negative: "false"))
  }

  @Test func `of two other values somebody must say which is positive`() throws {
    let text = "y,s\nno,0.1\nyes,0.9\n"
    #expect(
      message { _ = try read(text) }
        == #"t.csv, column "y": has the labels "no", "yes" (say which is positive: --positive yes)"#
    )
    #expect(
      try read(text, positive: "no").labels == .binary([1, 0], positive: "no", negative: "yes"))
    #expect(message { _ = try read(text, positive: "maybe") }.contains(#"has no label "maybe""#))
    #expect(
      try read("y,s\n1,0.1\n2,0.9\n", positive: "2").labels
        == .binary([0, 1], positive: "2", negative: "1"))
  }

  @Test func `other numbers are regression, unless binary labels are asked for`() throws {
    #expect(try read("y,s\n1,0.1\n2,0.9\n").labels == .numbers([1, 2]))
    #expect(
      message { _ = try read("y,s\n1,0.1\n2,0.9\n3,0.5\n", task: .binary) }.contains(
        "3 different labels"))
    #expect(try read("y,s\n0,0.1\n1,0.9\n", task: .regression).labels == .numbers([0, 1]))
    #expect(
      message { _ = try read("y,s\na,0.1\nb,0.9\n", task: .regression) }.contains(
        "regression needs numbers"))
    #expect(
      message { _ = try read("y,s\ninf,0.1\n2,0.9\n") }
        == #"t.csv, row 1, column "y": "inf" is not a finite number (mend the row or leave it out)"#
    )
  }

  @Test func `one class is refused`() {
    #expect(message { _ = try read("y,s\n1,0.1\n1,0.9\n") }.contains("has one class only"))
  }

  @Test func `a missing value is refused with its place, or its row left out and counted`() throws {
    let text = "y,s\n0,0.1\n1,\n1,0.9\n"
    #expect(
      message { _ = try read(text) }
        == #"t.csv, row 2, column "s": a value is missing (pass --missing drop to leave such rows out)"#
    )
    let table = try read(text, missing: .drop)
    #expect(table.dropped == 1)
    #expect(table.rows.count == 2)
    #expect(table.table.source(ofRow: 1).row == 3)
  }

  @Test func `weights are checked, and rows without weight left out`() throws {
    let text = "y,s,w\n0,0.1,2\n1,0.2,0\n1,0.9,0.5\n"
    let table = try read(text, weight: "w")
    #expect(table.weightless == 1)
    #expect((0..<2).map { table.rows.weights?[$0] } == [2, 0.5])
    #expect(
      message { _ = try read(text, weight: "w", kind: .frequency) }.contains(
        #"row 3, column "w": "0.5" is not a frequency"#))
    #expect(
      message { _ = try read("y,s,w\n0,0.1,-2\n1,0.2,1\n", weight: "w") }.contains(
        #"row 1, column "w": "-2.0" is not a weight"#))
    #expect(
      message { _ = try read("y,s,w\n0,0.1,0\n1,0.2,0\n", weight: "w") }.contains(
        "no row is left to evaluate"))
  }

  @Test func `probabilities lie between 0 and 1, scores need not`() throws {
    let table = try read("y,s\n0,0.1\n1,1.5\n")
    #expect(
      message { _ = try table.scores("s", areProbabilities: true) }
        == #"t.csv, row 2, column "s": "1.5" is not a probability between 0 and 1 "#
        + "(for scores that are no probabilities name the metrics, such as --metric roc_auc)")
    #expect(try table.scores("s", areProbabilities: false) == [0.1, 1.5])
  }

  @Test func `scores that are all the same are refused`() throws {
    let table = try read("y,s\n0,0.5\n1,0.5\n")
    #expect(
      message { _ = try table.scores("s", areProbabilities: true) }.contains(
        "all 2 scores are 0.5"))
  }

  @Test func `duplicate ids are refused with both rows`() {
    let text = "i,y,s\na,0,0.1\nb,1,0.2\na,1,0.9\n"
    #expect(
      message { _ = try read(text, id: "i") }.contains(
        #"row 3, column "i": "a" is the id of row 1 as well"#))
  }
}
