/// The influence function of a metric on its rows: φ with weighted mean zero, scaled so that the
/// estimate's error is about the weighted mean of φ.
///
/// Hampel 1974, doi:10.1080/01621459.1974.10482962.
public struct Influence: Sendable {
  /// Writes φ of a block of rows into a buffer of the block's length.
  public let write: @Sendable (Range<Int>, UnsafeMutableBufferPointer<Double>) -> Void

  /// The influence that `write` writes.
  public init(
    _ write: @escaping @Sendable (Range<Int>, UnsafeMutableBufferPointer<Double>) -> Void
  ) {
    self.write = write
  }

  /// The influence of rows that were worked out before, one each.
  public init(_ values: [Double]) {
    self.init { rows, φ in
      for (position, row) in rows.enumerated() { φ[position] = values[row] }
    }
  }
}
