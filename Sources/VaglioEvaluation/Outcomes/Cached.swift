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

/// Values that are worked out once each, when first asked for, and then shared.
final class CachedValues<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private let stored = Mutex<[Key: Value]>([:])

  /// The value of a key, made by `make` when it is asked for the first time.
  func value(_ key: Key, _ make: () -> Value) -> Value {
    stored.withLock { stored in
      if let value = stored[key] { return value }
      let value = make()
      stored[key] = value
      return value
    }
  }
}
