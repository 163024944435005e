/// How a Python function is called.
public struct PythonOptions: Hashable, Sendable {
  /// In what form the function gets the rows.
  public enum Form: String, Hashable, Sendable, CaseIterable {
    /// What the annotation of its first parameter says (`pyarrow.Table`, `numpy.ndarray`), else a
    /// pandas data frame.
    case automatic
    /// A `pandas.DataFrame`.
    case pandas
    /// A `pyarrow.Table`.
    case arrow
    /// A `numpy.ndarray` of numbers, rows × features.
    case numpy
  }

  /// The interpreter: a path, or a name that is looked for on the path.
  public var interpreter = "python3"
  /// In what form the function gets the rows.
  public var form = Form.automatic
  /// How many rows it gets at once, at least 1.
  public var batchRows = 10_000
  /// How many seconds the first answer may take, with the start of Python and the imports.
  public var startSeconds = 300.0
  /// How many seconds every other answer may take.
  public var answerSeconds = 300.0
  /// How many bytes of what it prints go to our standard error.
  public var printedBytes = 1 << 20
  /// What is known about the predictions.
  public var expectation = OutputExpectation()

  /// The defaults.
  public init() {}
}
