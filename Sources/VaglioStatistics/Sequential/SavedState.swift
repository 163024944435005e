/// Refusals of saved states that would not be safe to go on with.
enum SavedState {
  /// The error that tells what does not fit.
  static func damaged<Key: CodingKey>(
    _ container: KeyedDecodingContainer<Key>, _ what: String
  ) -> DecodingError {
    DecodingError.dataCorrupted(
      DecodingError.Context(
        codingPath: container.codingPath, debugDescription: "\(what) does not fit its settings"))
  }
}
