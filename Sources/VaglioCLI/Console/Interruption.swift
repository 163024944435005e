internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Ends the program in order when somebody presses Ctrl-C or the system asks it to stop: what was
/// begun is removed, and the exit code is that of trouble.
///
/// A class, because the thread that waits for signals and the one that works share it.
final class Interruption: Sendable {
  private enum Stage {
    /// Nothing can be seen yet.
    case working
    /// The answer is on its way to standard output.
    case answering
    /// All files are in place: the work is done, and an interruption comes too late.
    case done
  }

  private struct State {
    var stage = Stage.working
    /// What was begun, in the order in which it was made.
    var unfinished: [String] = []
    /// Whether the next interruption is a wish to come to an end in order.
    var yields = false
    var isRequested = false
  }

  private let state = Mutex(State())

  /// Takes SIGINT and SIGTERM away from all threads, and waits for them on one of its own.
  ///
  /// To be called before any other thread exists, for threads inherit what is blocked.
  func watch() {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGTERM)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    var thread = pthread_t()
    let context = Unmanaged.passRetained(self).toOpaque()
    pthread_create(&thread, nil, Self.waitForSignals, context)
  }

  private static let waitForSignals:
    @convention(c) (UnsafeMutableRawPointer?) ->
      UnsafeMutableRawPointer? = { context in
        guard let context else { return nil }
        let interruption = Unmanaged<Interruption>.fromOpaque(context).takeRetainedValue()
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        sigaddset(&signals, SIGTERM)
        var received: Int32 = 0
        while sigwait(&signals, &received) == 0 { interruption.stop() }
        return nil
      }

  private func stop() {
    state.withLock { state in
      guard !state.yields else {
        (state.yields, state.isRequested) = (false, true)
        return
      }
      guard state.stage != .done else { return }
      for path in state.unfinished.reversed() { remove(path) }
      let words =
        state.stage == .working ? "interrupted; nothing was written" : "interrupted"
      StandardStream.error.say("error: \(words)")
      _exit(Outcome.trouble.rawValue)
    }
  }
}

extension Interruption {
  /// Lets the next interruption pass as a wish that the work come to its end; the one after it ends the
  /// program.
  func yield() { state.withLock { $0.yields = true } }

  /// Whether somebody has wished for the end.
  var isRequested: Bool { state.withLock { $0.isRequested } }

  /// Goes on after files were put in their places.
  func resume() { state.withLock { $0.stage = .working } }

  /// Makes a file or a folder that has to go if the work is not finished.
  ///
  /// `creation` answers with 0, or with the code of an error if it made nothing. No interruption
  /// comes between the making and the note of it.
  func make(_ path: String, _ creation: () -> Int32) -> Int32 {
    state.withLock { state in
      let code = creation()
      if code == 0 { state.unfinished.append(path) }
      return code
    }
  }

  /// Removes what was begun: the work has failed.
  func removeUnfinished() {
    state.withLock { state in
      for path in state.unfinished.reversed() { remove(path) }
      state.unfinished = []
    }
  }

  /// Puts everything in its place by `body`, during which no interruption comes through.
  func finish(_ body: () throws(Trouble) -> Void) throws(Trouble) {
    let trouble = state.withLock { state -> Trouble? in
      do throws(Trouble) {
        try body()
        (state.unfinished, state.stage) = ([], .done)
        return nil
      } catch {
        return error
      }
    }
    if let trouble { throw trouble }
  }

  /// Notes that an answer goes to standard output from now on.
  func beginAnswer() { state.withLock { if $0.stage == .working { $0.stage = .answering } } }
}
