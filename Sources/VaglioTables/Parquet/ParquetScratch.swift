internal import CZstd
internal import Synchronization

/// The memory in which one chunk is read at a time, kept for the next.
///
/// A class because it owns the memory.
final class ParquetScratch {
  private(set) lazy var window = ByteWindow(MemoryStream([]), capacity: 1 << 18)
  let page = ParquetBuffer()
  let levels = ParquetBuffer()
  let slices = ParquetBuffer()
  let values = ParquetBuffer()
  let integers = ParquetBuffer()
  let suffixes = ParquetBuffer()
  let dictionary = ParquetBuffer()
  let dictionarySlices = ParquetBuffer()
  let dictionaryEntries = ParquetBuffer()
  /// The state of zstd, which is large.
  private(set) lazy var zstd = ZSTD_createDCtx()

  deinit { ZSTD_freeDCtx(zstd) }
}

/// The scratch memory that is not in use, for whichever thread reads next.
///
/// A class because threads share it.
final class ParquetScratchPool: Sendable {
  // Only whoever has taken a scratch out of the pool touches it.
  private struct Idle: @unchecked Sendable { var all: [ParquetScratch] = [] }

  private let idle = Mutex(Idle())

  /// Lends scratch memory to `body`.
  func lend<Result, Fault: Error>(
    _ body: (ParquetScratch) throws(Fault) -> Result
  ) throws(Fault) -> Result {
    let scratch = take()
    defer { idle.withLock { $0.all.append(scratch.scratch) } }
    return try body(scratch.scratch)
  }

  private struct Lent: @unchecked Sendable { let scratch: ParquetScratch }

  private func take() -> Lent {
    idle.withLock { Lent(scratch: $0.all.popLast() ?? ParquetScratch()) }
  }
}
