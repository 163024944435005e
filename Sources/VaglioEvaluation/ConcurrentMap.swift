internal import Synchronization

/// What `body` makes of each number below `count`, worked out on at most `threads` threads.
///
/// The result does not depend on the number of threads.
public func concurrentMap<Result: Sendable>(
  _ count: Int, threads: Int, _ body: @Sendable (Int) -> Result
) -> [Result] {
  let results = Mutex([Result?](repeating: nil, count: count))
  forEachConcurrently(count, threads: threads) { job in
    let result = body(job)
    results.withLock { $0[job] = result }
  }
  return results.withLock { $0.compactMap { $0 } }
}
