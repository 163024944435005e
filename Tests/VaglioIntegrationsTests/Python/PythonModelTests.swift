import Foundation
import Testing
import VaglioModels
import VaglioTables

@testable import VaglioIntegrations

@Suite(.enabled(if: PythonTestFile.runs))
struct PythonModelTests {
  typealias Sums = ServerTestModel

  private static let sum = "return (rows['first'] + rows['second']) / 100"

  @Test(arguments: [1, 7, 1000])
  func `predictions stand in the order of the rows, whatever the batches`(batch: Int) throws {
    let file = try PythonTestFile("def predict(rows):\n  \(Self.sum)")
    let model = try file.model(PythonTestFile.options { $0.batchRows = batch })
    for count in [103, 0, 5] {
      let predictions = try model.predictions(of: Sums.rows(count), threads: 2)
      #expect(predictions.values == Sums.expected(count))
    }
    #expect(model.output.kind == .probability)
    #expect(model.output.names == ["prediction"])
  }

  @Test
  func `one process serves all calls, and many batches are under way at once`() throws {
    let file = try PythonTestFile(
      """
      import os
      def predict(rows):
        return rows['first'] * 0 + os.getpid()
      """)
    let options = PythonTestFile.options {
      $0.batchRows = 5000
      $0.expectation.kind = .value
    }
    let model = try file.model(options)
    // 1.6 MB a call, more than a socket holds.
    let values = try (0..<3).flatMap { _ in
      try model.predictions(of: Sums.rows(100_000), threads: 1).values
    }
    #expect(Set(values).count == 1)
  }

  @Test(arguments: [
    (
      "import pandas as pd\ndef predict(rows: pd.DataFrame): assert list(rows) == ['first', 'second']; ",
      ""
    ),
    (
      "import numpy as np\ndef predict(rows: np.ndarray): rows = {'first': rows[:, 0], 'second': rows[:, 1]}; ",
      ""
    ),
    (
      "from __future__ import annotations\nimport pyarrow as pa\ndef predict(rows: pa.Table): rows = rows.to_pandas(); ",
      ""
    ),
    ("def predict(rows): ", ".to_numpy()"), ("def predict(rows): ", ".to_list()"),
    ("def predict(rows): ", ".to_frame()"), ("def predict(rows): ", ".to_numpy().reshape(-1, 1)"),
    ("import pyarrow as pa\ndef predict(rows): ", ".pipe(pa.array)"),
    ("import pyarrow as pa\ndef predict(rows): ", ".to_frame().pipe(pa.Table.from_pandas)"),
  ])
  func `rows come and predictions go in the forms of the field`(head: String, tail: String) throws {
    let sum = "((rows['first'] + rows['second']) / 100)"
    let file = try PythonTestFile("\(head)return \(sum)\(tail)\n")
    let predictions = try file.model().predictions(of: Sums.rows(33), threads: 1)
    #expect(predictions.values == Sums.expected(33))
  }

  @Test
  func `two columns that sum to one are the probabilities of two classes`() throws {
    let file = try PythonTestFile(
      """
      import numpy as np
      def predict(rows):
        p = ((rows['first'] + rows['second']) / 100).to_numpy()
        return np.column_stack([1 - p, p])
      """)
    let model = try file.model(PythonTestFile.options { $0.expectation.classes = ["no", "yes"] })
    #expect(model.output.classes == ["no", "yes"])
    #expect(try model.predictions(of: Sums.rows(25), threads: 1).values == Sums.expected(25))
  }

  @Test
  func `columns of a frame keep their names`() throws {
    let file = try PythonTestFile(
      """
      import pandas as pd
      def predict(rows):
        p = rows['first'] / 100
        return pd.DataFrame({'b': p, 'a': 0.25, 'c': 0.75 - p})
      """)
    let model = try file.model()
    #expect(model.output.names == ["b", "a", "c"])
    #expect(model.output.task == .multiclass)
    let expecting = PythonTestFile.options { $0.expectation.classes = ["a", "b", "c"] }
    #expect(try file.model(expecting).output.names == ["a", "b", "c"])
    #expect(
      try file.model(expecting).predictions(of: FeatureMatrix(numbers: [[50], [0]]), threads: 1)
        .values == [0.25, 0.5, 0.25])
  }

  @Test
  func `labels are matched with their classes, and missing values are kept`() throws {
    let file = try PythonTestFile(
      """
      def predict(rows):
        assert rows['first'].isna().sum() == 1, 'a missing value was lost'
        assert rows['second'].isna().sum() == 1, 'a missing text was lost'
        return rows['second'].map({'x': 'good', 'y': 'bad'})
      """)
    let rows = FeatureMatrix(
      [.numbers([1, .nan, 3]), .texts(Categories(["x", "y", nil]))], rowCount: 3)
    let model = try file.model(
      PythonTestFile.options { $0.expectation.classes = ["bad", "good"] }, rows: rows,
      features: [Feature("first"), Feature("second", kind: .text)])
    #expect(model.output.kind == .label)
    let values = try model.predictions(of: rows, threads: 1).values
    #expect(values[0] == 1)
    #expect(values[1] == 0)
    #expect(values[2].isNaN)
  }

  @Test
  func `what the function prints and reads leaves the answers alone`() throws {
    let file = try PythonTestFile(
      """
      import os, sys
      print('imported')
      def predict(rows):
        print('x' * 100000)
        sys.stderr.write('to the error stream')
        os.write(1, b'to the descriptor')
        os.system('echo from a child')
        assert sys.stdin.read() == ''
        \(Self.sum)
      """)
    let predictions = try file.model().predictions(of: Sums.rows(40), threads: 1)
    #expect(predictions.values == Sums.expected(40))
  }

  @Test
  func `modules beside the file are found`() throws {
    let file = try PythonTestFile("import helper\ndef predict(rows): return helper.sum(rows)\n")
    let helper = URL(filePath: file.path).deletingLastPathComponent().appending(path: "helper.py")
    try "def sum(rows): \(Self.sum)\n".write(to: helper, atomically: true, encoding: .utf8)
    #expect(try file.model().predictions(of: Sums.rows(3), threads: 1).values == Sums.expected(3))
  }
}
