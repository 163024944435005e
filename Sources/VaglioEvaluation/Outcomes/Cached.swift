internal import Synchronization

/// A value that is worked out once, when first asked for, and then shared.
///
/// It holds nothing but the result of a pure function, so that values which contain one still
/// behave as values; the class is only the place where the result lies.
final class Cached<Value: Sendable>: Sendable {
  private let stored = Mutex<Value?>(nil)

  /// The value, made by `make` when it is asked for the first time.
  func value(_ make: () -> Value) -> Value {
    stored.withLock { stored in
      if let value = stored { return value }
      let value = make()
      stored = value
      return value
    }
  }
}
