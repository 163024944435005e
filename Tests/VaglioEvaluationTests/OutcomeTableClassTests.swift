import Testing
import VaglioEvaluation
import VaglioTables

struct OutcomeTableClassTests {
  private func read(
    _ text: String, scores: [String: String] = ["a": "p", "b": "q"], decisions: [String] = [],
    task: PredictionTask? = nil
  ) throws -> OutcomeTable {
    var columns = OutcomeTable.Columns(label: "y", scores: scores.values.sorted(), task: task)
    columns.scoredClasses = scores.keys.sorted()
    columns.decisions = decisions
    let table = try TableReader().read(
      bytes: Array(text.utf8), name: "t.csv", columns: columns.requests)
    return try OutcomeTable(table, columns: columns)
  }

  private func message(_ work: () throws -> Void) -> String {
    do {
      try work()
      return "no error"
    } catch {
      return "\(error)"
    }
  }

  @Test func `classes with scores are counted in the order of their names`() throws {
    let table = try read("y,p,q\nb,0.3,0.7\na,0.6,0.4\n")
    #expect(table.labels == .classes([1, 0], names: ["a", "b"]))
    #expect(
      try table.scores(
        byClass: ["a": "p", "b": "q"], names: ["a", "b"], areProbabilities: true)
        == [[0.3, 0.6], [0.7, 0.4]])
  }

  @Test func `numbers that name classes are the same however they are written`() throws {
    let table = try read("y,p,q\n10,0.3,0.7\n2,0.6,0.4\n", scores: ["10.0": "q", "2": "p"])
    #expect(table.labels == .classes([1, 0], names: ["2", "10"]))
    #expect(
      try table.scores(
        byClass: ["10.0": "q", "2": "p"], names: ["2", "10"], areProbabilities: true)
        == [[0.3, 0.6], [0.7, 0.4]])
  }

  @Test func `a scored class without rows is a class, a class without a score is an error`() throws
  {
    let text = "y,p,q,r\na,0.3,0.3,0.4\nb,0.6,0.1,0.3\n"
    #expect(
      try read(text, scores: ["a": "p", "b": "q", "c": "r"]).labels
        == .classes([0, 1], names: ["a", "b", "c"]))
    #expect(
      message { _ = try read(text, scores: ["a": "p", "c": "r"]) }
        == "t.csv, row 2, column \"y\": \"b\" is a class without a score (give every class its "
        + "column: \"a\", \"c\" have one)")
  }

  @Test func `probabilities lie between 0 and 1 and sum to 1`() throws {
    func check(_ text: String, areProbabilities: Bool = true) -> String {
      message {
        _ = try read(text).scores(
          byClass: ["a": "p", "b": "q"], names: ["a", "b"], areProbabilities: areProbabilities)
      }
    }
    // A sum of 0.995 may come from rounding; 0.98 does not.
    #expect(check("y,p,q\na,0.5,0.495\nb,0.1,0.9\n") == "no error")
    #expect(
      check("y,p,q\na,0.5,0.48\nb,0.1,0.9\n").contains(
        #"t.csv, row 1, column "p + q": "0.98" is the sum of the classes' scores, but should be 1"#)
    )
    #expect(check("y,p,q\na,0.5,0.48\nb,0.1,0.9\n", areProbabilities: false) == "no error")
    #expect(check("y,p,q\na,-0.5,1.5\nb,0.1,0.9\n").contains(#""-0.5" is not a probability"#))
    #expect(check("y,p,q\na,0.5,0.5\nb,0.5,0.5\n").contains("the same scores of all classes"))
  }

  @Test func `a column of predicted classes needs no scores`() throws {
    let table = try read(
      "y,d\na,b\nb,b\na,c\n", scores: [:], decisions: ["d"], task: .multiclass)
    #expect(table.labels == .classes([0, 1, 0], names: ["a", "b", "c"]))
    #expect(try table.decisions("d", names: ["a", "b", "c"]) == [1, 1, 2])
  }

  @Test func `one class only can't be judged`() throws {
    #expect(message { _ = try read("y,p,q\na,0.3,0.7\na,0.6,0.4\n") }.contains("one class only"))
  }
}
