internal import Dispatch
internal import Synchronization

/// What `body` makes of each number below `count`, worked out on at most `threads` threads.
///
/// The result does not depend on the number of threads.
public func concurrentMap<Result: Sendable>(
  _ count: Int, threads: Int, _ body: @Sendable (Int) -> Result
) -> [Result] {
  guard threads > 1, count > 1 else { return (0..<count).map(body) }
  let next = Atomic(0)
  let results = Mutex([Result?](repeating: nil, count: count))
  DispatchQueue.concurrentPerform(iterations: min(threads, count)) { _ in
    while true {
      let job = next.add(1, ordering: .relaxed).oldValue
      guard job < count else { return }
      let result = body(job)
      results.withLock { $0[job] = result }
    }
  }
  return results.withLock { $0.compactMap { $0 } }
}
