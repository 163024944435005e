public import VaglioModels

/// The features to which attributions are given: each of the model's by itself, or several as one.
public struct FeatureGroups: Hashable, Sendable {
  /// One name per group.
  public let names: [String]
  /// For each feature of the model the index of its group.
  public let groupOfFeature: [Int]

  /// Groups of features.
  ///
  /// - Precondition: every group has a feature.
  public init(names: [String], groupOfFeature: [Int]) {
    precondition(
      Set(groupOfFeature) == Set(names.indices), "every feature has a group, every group a feature")
    (self.names, self.groupOfFeature) = (names, groupOfFeature)
  }

  /// Every feature by itself.
  public init(each features: [Feature]) {
    self.init(names: features.map(\.name), groupOfFeature: Array(features.indices))
  }

  /// The number of groups.
  public var count: Int { names.count }
}
