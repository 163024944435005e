/// What a model says about rows: values row by row.
public struct OutputMatrix: Equatable, Sendable {
  /// Row-major, rows × outputs.
  public let values: [Double]
  /// The number of outputs of a row.
  public let outputCount: Int

  /// Values in rows of `outputCount`, at least 1.
  public init(values: [Double], outputCount: Int) {
    precondition(outputCount > 0 && values.count % outputCount == 0, "rows of unequal length")
    (self.values, self.outputCount) = (values, outputCount)
  }

  /// The number of rows.
  public var rowCount: Int { values.count / outputCount }

  /// One output of all rows.
  public func column(_ output: Int) -> [Double] {
    (0..<rowCount).map { values[$0 * outputCount + output] }
  }
}
