internal import Dispatch
internal import Synchronization

/// Calls `body` with 0, 1, …, `count` − 1 on up to `threads` threads, in no order: it must not
/// matter.
public func forEachConcurrently(
  _ count: Int, threads: Int, _ body: @Sendable (Int) -> Void
) {
  let workers = min(threads, count)
  guard workers > 1 else {
    for index in 0..<count { body(index) }
    return
  }
  let next = Atomic(0)
  withoutActuallyEscaping(body) { body in
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
      while true {
        let index = next.add(1, ordering: .relaxed).oldValue
        guard index < count else { return }
        body(index)
      }
    }
  }
}
