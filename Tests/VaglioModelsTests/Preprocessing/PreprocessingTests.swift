import Testing
import VaglioModels
import VaglioTables

struct PreprocessingTests {
  private let rows = FeatureMatrix(
    [
      .numbers([2, .nan, 8]),
      .texts(Categories(["red", nil, "blue"])),
    ], rowCount: 3)
  private let inputs = [
    Feature("size"), Feature("color", kind: .category(levels: ["blue", "red"])),
  ]

  private func columns(
    _ steps: [Preprocessing.Step], _ outputs: [Int], rows: FeatureMatrix? = nil
  ) throws -> [[Double]] {
    let preprocessing = Preprocessing(
      inputs: inputs, steps: steps, outputs: outputs.map { .init($0, name: "c\($0)") })
    return try preprocessing.encoded(rows ?? self.rows).columns.map { column in
      guard case .numbers(let numbers) = column else { return [] }
      return numbers
    }
  }

  @Test func `operations follow one another`() throws {
    // (2 − 4) / 2 = −1, missing filled with 6: (6 − 4) / 2 = 1, (8 − 4) / 2 = 2.
    let made = try columns(
      [.arithmetic(of: 0, [.fill(6), .subtract(4), .divide(2)])], [2])
    #expect(made == [[-1, 1, 2]])
  }

  @Test func `each operation does what it says`() throws {
    let operations: [(Preprocessing.Operation, [Double])] = [
      (.add(1), [3, 9]), (.subtract(1), [1, 7]), (.multiply(3), [6, 24]), (.divide(4), [0.5, 2]),
      (.clip(3...5), [3, 5]), (.replace(2, with: 7), [7, 8]), (.single, [2, 8]),
    ]
    for (operation, expected) in operations {
      let made = try columns([.arithmetic(of: 0, [operation])], [2])[0]
      #expect([made[0], made[2]] == expected)
      #expect(made[1].isNaN)
    }
    #expect(try columns([.arithmetic(of: 0, [.equals(8)])], [2]) == [[0, 0, 1]])
    #expect(try columns([.arithmetic(of: 0, [.exceeds(2)])], [2]) == [[0, 0, 1]])
    #expect(try columns([.arithmetic(of: 0, [.isMissing])], [2]) == [[0, 1, 0]])
    #expect(
      try columns([.arithmetic(of: 0, [.add(0.1), .single])], [2])[0][0] == Double(Float(2.1)))
  }

  @Test func `levels become codes and indicators`() throws {
    let coding = Coding(.texts(["blue", "red"]), codes: [0, 1], missing: -1, unknown: nil)
    let made = try columns(
      [.coded(1, coding), .arithmetic(of: 2, [.equals(0)]), .arithmetic(of: 2, [.equals(1)])],
      [2, 3, 4])
    #expect(made == [[1, -1, 0], [0, 0, 1], [1, 0, 0]])
  }

  @Test func `a missing text is filled before it is coded`() throws {
    let coding = Coding(.texts(["blue", "red"]), codes: [0, 1], missing: nil, unknown: nil)
    #expect(try columns([.filled(1, with: "red"), .coded(2, coding)], [3]) == [[1, 1, 0]])
  }

  @Test func `a level that is not known is refused by its name`() {
    let coding = Coding(.texts(["red"]), codes: [1], missing: 0, unknown: nil)
    do {
      _ = try columns([.coded(1, coding)], [2])
      Issue.record("blue was taken")
    } catch {
      #expect((error as? ModelError)?.kind == .mismatch)
      #expect("\(error)".contains("\"color\" has the category \"blue\""))
    }
  }

  @Test func `rows are divided by their length, unless it is 0`() throws {
    let rows = FeatureMatrix(
      [.numbers([3, 0]), .texts(Categories(["red", "red"]))], rowCount: 2)
    let four = Preprocessing.Step.arithmetic(of: 0, [.multiply(4), .divide(3)])
    // (3, 4) has the lengths 7, 5 and 4.
    for (norm, length) in [(Preprocessing.Norm.l1, 7.0), (.l2, 5), (.maximum, 4)] {
      let steps: [Preprocessing.Step] = [
        four, .norm(of: [0, 2], norm), .quotient(of: 0, by: 3), .quotient(of: 2, by: 3),
      ]
      #expect(try columns(steps, [4, 5], rows: rows) == [[3 / length, 0], [4 / length, 0]])
    }
  }

  @Test func `every column knows the inputs that it was made from`() {
    let coding = Coding(.texts(["red"]), codes: [1], missing: 0, unknown: 0)
    let preprocessing = Preprocessing(
      inputs: inputs,
      steps: [.coded(1, coding), .norm(of: [0, 2], .l2), .quotient(of: 2, by: 3)],
      outputs: [.init(0, name: "a"), .init(2, name: "b"), .init(4, name: "c")])
    #expect(preprocessing.origins == [[0], [1], [0, 1]])
  }

  @Test func `blocks of rows give what all rows together give`() throws {
    let count = 2_500
    let rows = FeatureMatrix(
      [
        .numbers((0..<count).map(Double.init)),
        .texts(Categories((0..<count).map { $0 % 3 == 0 ? nil : "l\($0 % 7)" })),
      ], rowCount: count)
    let coding = Coding(
      .texts((0..<7).map { "l\($0)" }), codes: (0..<7).map(Double.init), missing: 7, unknown: nil)
    // With so many steps a block is 1,024 rows.
    let steps =
      [.coded(1, coding)]
      + (0..<4100).map { Preprocessing.Step.arithmetic(of: 0, [.multiply(Double($0))]) }
    let preprocessing = Preprocessing(
      inputs: inputs, steps: steps, outputs: [.init(2, name: "code"), .init(10, name: "times 7")])
    let inner = LinearModel(
      coefficients: [1, 10], intercepts: [0], features: [Feature("code"), Feature("times 7")],
      link: .identity, output: ModelOutput(.value, task: .regression, names: ["prediction"]),
      summary: ModelSummary(format: "test", facts: []))
    let model = PipelineModel(preprocessing, inner, summary: inner.summary)
    let predictions = try model.predictions(of: rows, threads: 1).values
    let expected = (0..<count).map { row -> Double in
      let code = row % 3 == 0 ? 7 : row % 7
      return Double(code + 70 * row)
    }
    #expect(predictions == expected)
    #expect(try model.margins(of: rows, threads: 1).values == predictions)
  }
}
