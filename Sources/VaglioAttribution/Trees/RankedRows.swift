internal import VaglioEvaluation
internal import VaglioModels

/// Rows as ranks in blocks, each column-major.
struct RankedRows: Sendable {
  let rowCount: Int
  /// How many rows a block has room for: a multiple of 16. What the last does not need has rank 0.
  let blockRows: Int
  private let ranks: [UInt16]
  private let blockSize: Int

  var blockCount: Int { (rowCount + blockRows - 1) / blockRows }

  /// The ranks of a range of rows.
  init(
    _ rows: CodedFeatures, _ range: Range<Int>, _ questions: RankedQuestions, blockRows: Int,
    threads: Int
  ) {
    (rowCount, self.blockRows) = (range.count, blockRows)
    let size = questions.columnCount * blockRows
    blockSize = size
    let blocks = (range.count + blockRows - 1) / blockRows
    ranks = [UInt16](unsafeUninitializedCapacity: blocks * size) { buffer, initialized in
      initialized = blocks * size
      guard let start = buffer.baseAddress else { return }
      start.initialize(repeating: 0, count: blocks * size)
      nonisolated(unsafe) let target = start
      forEachConcurrently(blocks, threads: threads) { block in
        let first = range.lowerBound + block * blockRows
        questions.rank(
          rows, first..<min(first + blockRows, range.upperBound), into: target + block * size,
          stride: blockRows)
      }
    }
  }

  /// The rows of a block.
  func count(ofBlock block: Int) -> Int { min(blockRows, rowCount - block * blockRows) }

  /// Calls `body` with the ranks of a block.
  func withBlock(_ block: Int, _ body: (UnsafePointer<UInt16>) -> Void) {
    ranks.withUnsafeBufferPointer { ranks in
      guard let start = ranks.baseAddress else { return }
      body(start + block * blockSize)
    }
  }
}
