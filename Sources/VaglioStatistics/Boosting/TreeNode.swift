/// A node of a tree over bins.
struct TreeNode: Hashable, Sendable {
  /// The column that is asked; −1 in a leaf.
  var column: Int32
  /// The place of the left child; the right one stands behind it.
  var left: Int32
  /// The bins that go to the left, as the bits of 256 flags.
  var leftBins: SIMD4<UInt64>
  /// What a leaf adds.
  var value: Double

  /// A leaf.
  init(value: Double) {
    (column, left, leftBins, self.value) = (-1, 0, .zero, value)
  }

  @inline(__always)
  func goesLeft(_ bin: UInt8) -> Bool {
    leftBins[Int(bin &>> 6)] &>> UInt64(bin & 63) & 1 == 1
  }
}

/// A place to split the rows of a node.
struct TreeSplit {
  var gain: Double
  var column: Int
  var leftBins: SIMD4<UInt64>

  static let none = TreeSplit(gain: 0, column: -1, leftBins: .zero)
}
