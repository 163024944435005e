import Testing
import VaglioModels

@testable import VaglioIntegrations

struct OutputReadingTests {
  private func matrix(
    _ numbers: [Double], width: Int = 1, names: [String]? = nil
  ) -> AnswerMatrix {
    AnswerMatrix(
      rowCount: numbers.count / width, width: width, cells: .numbers(numbers), names: names)
  }

  @Test(
    arguments: [
      ([0.2, 0.9], nil, ModelOutput.Kind.probability, ModelOutput.Task.binary),
      ([0, 1, 1], nil, .label, .binary), ([2.5, -1], nil, .value, .regression),
      ([2.5, -1], .binary, .score, .binary), ([0, 1, 1], .regression, .value, .regression),
      ([0.2, 0.9], .regression, .value, .regression), ([0.2, 0.9], .ranking, .score, .ranking),
      ([.nan, 0.5], nil, .probability, .binary),
    ] as [([Double], ModelOutput.Task?, ModelOutput.Kind, ModelOutput.Task)])
  func `one column is read by its values and the task`(
    numbers: [Double], task: ModelOutput.Task?, kind: ModelOutput.Kind, read: ModelOutput.Task
  ) throws {
    let reading = try OutputReading(matrix(numbers), OutputExpectation(task: task))
    #expect(reading.output.kind == kind)
    #expect(reading.output.task == read)
    #expect(reading.output.names == ["prediction"])
  }

  @Test
  func `a kind that the caller knows goes before what is seen`() throws {
    let answer = matrix([0, 1])
    let expectation = OutputExpectation(kind: .probability)
    #expect(try OutputReading(answer, expectation).output.kind == .probability)
    #expect(try OutputReading(answer, expectation).predictions(answer, firstRow: 0) == [0, 1])
  }

  @Test
  func `a column is chosen by its name or place`() throws {
    let answer = matrix([0.1, 7, 0.2, 8], width: 2, names: ["p", "v"])
    for column in ["p", "0"] {
      let reading = try OutputReading(answer, OutputExpectation(column: column))
      #expect(try reading.predictions(answer, firstRow: 0) == [0.1, 0.2])
      #expect(reading.output.kind == .probability)
    }
    for column in ["2", "-1", "q"] {
      let error = #expect(throws: ModelError.self) {
        try OutputReading(answer, OutputExpectation(column: column))
      }
      #expect(error?.remedy == "choose one of the columns 0 to 1: p, v")
    }
  }

  @Test
  func `two columns that are no probabilities are values, or an error where one class is expected`()
    throws
  {
    let answer = matrix([0.1, 7, 0.2, 8], width: 2)
    #expect(try OutputReading(answer, OutputExpectation()).output.names == ["0", "1"])
    #expect(throws: ModelError.self) {
      try OutputReading(answer, OutputExpectation(task: .binary))
    }
  }

  @Test
  func `probabilities of classes stand in the order of the classes where the columns are named`()
    throws
  {
    let answer = matrix([0.1, 0.2, 0.7], width: 3, names: ["c", "a", "b"])
    let named = try OutputReading(answer, OutputExpectation(classes: ["a", "b", "c"]))
    #expect(named.output.names == ["a", "b", "c"])
    #expect(try named.predictions(answer, firstRow: 0) == [0.2, 0.7, 0.1])
    let told = try OutputReading(answer, OutputExpectation())
    #expect(told.output.classes == ["c", "a", "b"])
    let placed = try OutputReading(answer, OutputExpectation(classes: ["x", "y", "z"]))
    #expect(placed.output.names == ["x", "y", "z"])
    #expect(try placed.predictions(answer, firstRow: 0) == [0.1, 0.2, 0.7])
  }

  @Test
  func `probabilities rounded to three decimals are still probabilities`() throws {
    // 0.333 + 0.333 + 0.333 = 0.999, within 3 · 0.0005 of 1.
    #expect(matrix([0.333, 0.333, 0.333], width: 3).isDistribution)
    #expect(!matrix([0.33, 0.33, 0.33], width: 3).isDistribution)
  }

  @Test
  func `labels are matched by their texts, else by their places`() throws {
    let answer = matrix([0, 1, .nan])
    let byPlace = try OutputReading(answer, OutputExpectation(classes: ["no", "yes"]))
    #expect(try byPlace.predictions(matrix([1, 0]), firstRow: 0) == [1, 0])
    let byText = try OutputReading(answer, OutputExpectation(classes: ["1", "0"]))
    #expect(try byText.predictions(matrix([1, 0]), firstRow: 0) == [0, 1])
    let three = try OutputReading(matrix([0, 2]), OutputExpectation(classes: ["a", "b", "c"]))
    #expect(three.output.task == .multiclass)
    #expect(try three.predictions(matrix([1]), firstRow: 0) == [1])
    let error = #expect(throws: ModelError.self) {
      try three.predictions(matrix([3]), firstRow: 40)
    }
    #expect(error?.problem == "\"3\" was answered for row 41, which is none of the classes a, b, c")
  }

  @Test
  func `labels without known classes are 0 and 1, or an error`() throws {
    let error = #expect(throws: ModelError.self) {
      try OutputReading(matrix([0, 1, 2]), OutputExpectation())
    }
    #expect(error?.problem.contains("\"2\" for row 3") == true)
    let texts = AnswerMatrix(rowCount: 2, width: 1, cells: .texts(["good", nil]))
    #expect(throws: ModelError.self) { try OutputReading(texts, OutputExpectation()) }
    let known = try OutputReading(texts, OutputExpectation(classes: ["bad", "good"]))
    #expect(try known.predictions(texts, firstRow: 0)[0] == 1)
  }
}
