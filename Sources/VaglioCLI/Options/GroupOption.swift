/// Several features that are taken together: `name=feature,feature`.
struct GroupOption {
  let name: String
  let features: [String]
  /// How the option was written.
  let text: String

  init(_ text: String) throws(Trouble) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty else {
      throw Trouble("--group \(text): write it as name=feature,feature")
    }
    name = String(parts[0])
    features = parts[1].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard features.allSatisfy({ !$0.isEmpty }), Set(features).count == features.count else {
      throw Trouble("--group \(text): name features once each, separated by commas")
    }
    self.text = text
  }
}

/// How groups of features are found: `one-hot`, `correlated` or `correlated:0.8`.
enum GroupSearch: Equatable {
  case oneHot
  case correlated(Double)

  /// The correlation from which on features are taken together where nobody says.
  private static let cut = 0.7

  init(_ text: String) throws(Trouble) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    switch (parts[0], parts.count) {
    case ("one-hot", 1): self = .oneHot
    case ("correlated", 1): self = .correlated(Self.cut)
    case ("correlated", 2):
      guard let cut = Double(parts[1]), cut > 0, cut <= 1 else {
        throw Trouble("--find-groups \(text): give a correlation above 0 and up to 1")
      }
      self = .correlated(cut)
    default:
      throw Trouble("--find-groups \(text): write one-hot, correlated, or correlated:0.8")
    }
  }
}
