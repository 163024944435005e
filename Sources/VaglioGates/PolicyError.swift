internal import VaglioFindings

/// Why a policy, or a file of tests of one, can't be used: the place, the key, and how to mend it.
public struct PolicyError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Where the trouble stands.
  public let place: TextPlace
  /// The key that the trouble is about; empty where it is about the whole text.
  public let key: String
  /// What is wrong, in words that name what was expected.
  public let reason: String
  /// The known word that an unknown one was probably meant to be.
  public let nearest: String?

  /// An error at a place.
  public init(_ reason: String, at place: TextPlace, key: String = "", nearest: String? = nil) {
    (self.place, self.key, self.nearest) = (place, key, nearest)
    self.reason = reason.legible(atMost: 800)
  }

  public var description: String {
    let advice = nearest.map { "; did you mean \"\($0)\"?" } ?? ""
    return "\(place): \(reason)\(advice)"
  }
}
