import Foundation
import Testing
import VaglioModels

@testable import VaglioIntegrations

/// Functions that fail, hang or lie: a clear error, and no process left behind.
@Suite(.enabled(if: PythonTestFile.runs))
struct PythonFaultTests {
  typealias Sums = ServerTestModel

  /// Rows as tables of pyarrow: the import of pandas would be most of the time.
  private static func options(
    _ change: (inout PythonOptions) -> Void = { _ in }
  ) -> PythonOptions {
    PythonTestFile.options {
      $0.form = .arrow
      change(&$0)
    }
  }

  private func error(
    _ source: String, _ options: PythonOptions = options()
  ) throws -> ModelError {
    let file = try PythonTestFile(source)
    let error = #expect(throws: ModelError.self) { try file.model(options) }
    #expect(error?.file == "python:\(file.path):predict")
    return try #require(error)
  }

  @Test(
    arguments: [
      (
        "def predict(rows): raise ValueError('bad luck')",
        "the function failed: ValueError: bad luck"
      ),
      (
        "import no_such_module",
        "the function failed: ModuleNotFoundError: No module named 'no_such_module'"
      ),
      ("def predict(rows) return 1", "the function failed: SyntaxError: expected ':'"),
      (
        "def predict(rows): return [1, 2]",
        "the function failed: ValueError: predictions for 2 rows were answered to 10 rows"
      ),
      (
        "def predict(rows): return 'x'",
        "the function failed: TypeError: predictions are one or more numbers a row, not str of shape ()"
      ),
      (
        "def predict(rows): return [[[1]]] * 10",
        "the function failed: TypeError: predictions are one or more numbers a row, not list of shape (10, 1, 1)"
      ),
      ("def predict(rows): return [rows] * 10", nil),
      ("def predict(rows): return {}['third']", "the function failed: KeyError: 'third'"),
      ("import sys\ndef predict(rows): sys.exit(0)", "the process ended without an answer: "),
      ("import os\ndef predict(rows): os._exit(7)", "the function failed: exit status 7"),
      (
        "import os\ndef predict(rows): os.kill(os.getpid(), 9)", "the process was ended by signal 9"
      ),
      (
        "import numpy as np\ndef predict(rows): return np.empty((10, 0))",
        "the function failed: ValueError: the answer has no columns"
      ),
    ] as [(String, String?)])
  func `a failure names its cause and the rows`(source: String, problem: String?) throws {
    let error = try error(source)
    #expect(error.problem.hasPrefix(problem ?? "the function failed: "))
    #expect(error.place == "rows 1–10")
    #expect(error.kind == .service)
  }

  @Test
  func `a function that isn't there is told with those that are`() throws {
    let error = try error("def prdict(rows): pass\ndef other(): pass\nx = 1")
    #expect(error.problem.hasSuffix("defines no function predict (it defines other, prdict)"))
  }

  @Test
  func `a shape that changes between batches is an error`() throws {
    let file = try PythonTestFile(
      """
      calls = 0
      def predict(rows):
        global calls
        calls += 1
        return [[0.5, 0.5]] * len(rows) if calls < 3 else [0.5] * len(rows)
      """)
    let model = try file.model(Self.options())
    let error = #expect(throws: ModelError.self) {
      try model.predictions(of: Sums.rows(35), threads: 1)
    }
    #expect(error?.place == "rows 11–20")
    #expect(error?.problem.contains("were answered, but ['0', '1'] of [") == true)
  }

  @Test
  func `after a failure the next call starts another process`() throws {
    let file = try PythonTestFile(
      """
      def predict(rows):
        first, second = rows['first'].to_numpy(), rows['second'].to_numpy()
        assert (first < 1000).all(), 'too large'
        return (first + second) / 100
      """)
    let model = try file.model(Self.options())
    let bad = FeatureMatrix(numbers: [[5000], [1]])
    let error = #expect(throws: ModelError.self) { try model.predictions(of: bad, threads: 1) }
    #expect(error?.problem == "the function failed: AssertionError: too large")
    #expect(try model.predictions(of: Sums.rows(7), threads: 1).values == Sums.expected(7))
  }

  @Test
  func `a function that hangs is ended with what it started`() throws {
    let folder = FileManager.default.temporaryDirectory
    let marker = folder.appending(path: "vaglio-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: marker) }
    let file = try PythonTestFile(
      """
      import os, subprocess, time
      def predict(rows):
        if len(rows) == 10: return [0.5] * 10
        child = subprocess.Popen(['sleep', '1000'])
        open('\(marker.path)', 'w').write(f'{os.getpid()} {child.pid}')
        time.sleep(1000)
      """)
    let model = try file.model(Self.options { $0.answerSeconds = 4 })
    let error = #expect(throws: ModelError.self) {
      try model.predictions(of: Sums.rows(3), threads: 1)
    }
    #expect(error?.problem == "no answer within 4 s; the process was ended")
    let identifiers = try String(contentsOf: marker, encoding: .utf8).split(separator: " ")
      .compactMap { pid_t($0) }
    #expect(identifiers.count == 2)
    #expect(identifiers.allSatisfy { Self.isGone($0) })
  }

  /// Whether a process ends within a few seconds, or waits for its parent to notice.
  private static func isGone(_ identifier: pid_t) -> Bool {
    for _ in 0..<500 {
      let state = try? String(contentsOfFile: "/proc/\(identifier)/stat", encoding: .utf8)
      guard let state, !state.contains(") Z ") else { return true }
      usleep(10_000)
    }
    return false
  }

  @Test
  func `the process ends with the model, even in the midst of a computation`() throws {
    let file = try PythonTestFile(
      """
      import os, threading, time
      threading.Thread(target=lambda: time.sleep(1000)).start()
      def predict(rows): return [os.getpid()] * len(rows)
      """)
    var model: (any Model)? = try file.model(
      Self.options { $0.expectation.kind = .value })
    let identifier = try pid_t(#require(model).predictions(of: Sums.rows(1), threads: 1).values[0])
    #expect(kill(identifier, 0) == 0)
    model = nil
    #expect(Self.isGone(identifier))
  }

  @Test
  func `an interpreter that isn't there is told`() throws {
    let error = try error("", Self.options { $0.interpreter = "no-such-python" })
    #expect(error.problem == "no-such-python did not start: No such file or directory")
    #expect(error.kind == .missingLibrary)
  }

  @Test
  func `a Python without a package is told in one line`() throws {
    // -S hides the installed packages.
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "vaglio-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let python = PythonTestFile.python ?? "python3"
    try "#!/bin/sh\nexec '\(python)' -S \"$@\"\n".write(
      to: folder, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
    let error = try error(
      "def predict(rows): return [1] * 10", Self.options { $0.interpreter = folder.path })
    #expect(error.problem == "this Python has no pyarrow")
    #expect(error.remedy?.hasSuffix(" -m pip install pyarrow") == true)
  }
}
