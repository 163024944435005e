internal import VaglioMonitoring

/// Events of several runs, each in order of time, as one stream in that order.
///
/// A run whose events are used up asks for the next of its kind, so that of files only the open ones are in
/// memory, and of labels that come with their predictions those that are not yet known.
struct EventMerge {
  private struct Run {
    var events: [MonitoredEvent]
    var place: Int
    /// What is to be loaded when it ends; `nil` of labels that came along.
    let source: Int?

    var head: MonitoredEvent { events[place] }
  }

  /// Gives the next run of a source, and with it runs that have no source; `nil` at the source's end.
  typealias Loader = (_ source: Int) throws -> (run: [MonitoredEvent], besides: [MonitoredEvent])?

  private var heap: [Run] = []
  private let load: Loader

  /// The stream of some sources.
  init(sources: Int, load: @escaping Loader) throws {
    self.load = load
    for source in 0..<sources { try open(source) }
  }

  /// The next event; `nil` at the end.
  mutating func next() throws -> MonitoredEvent? {
    guard let first = heap.first else { return nil }
    heap[0].place += 1
    if heap[0].place == heap[0].events.count {
      heap.swapAt(0, heap.count - 1)
      heap.removeLast()
      if !heap.isEmpty { sink(0) }
      if let source = first.source { try open(source) }
    } else {
      sink(0)
    }
    return first.head
  }

  private mutating func open(_ source: Int) throws {
    while let (run, besides) = try load(source) {
      if !besides.isEmpty { push(Run(events: besides.sorted(), place: 0, source: nil)) }
      guard run.isEmpty else {
        push(Run(events: run.sorted(), place: 0, source: source))
        return
      }
    }
  }

  private mutating func push(_ run: Run) {
    heap.append(run)
    var place = heap.count - 1
    while place > 0, heap[place].head < heap[(place - 1) / 2].head {
      heap.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  private mutating func sink(_ start: Int) {
    var place = start
    while true {
      var least = place
      for child in [2 * place + 1, 2 * place + 2]
      where child < heap.count && heap[child].head < heap[least].head {
        least = child
      }
      guard least != place else { return }
      heap.swapAt(place, least)
      place = least
    }
  }
}
