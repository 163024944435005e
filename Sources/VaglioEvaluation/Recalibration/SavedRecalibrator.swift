public import VaglioFindings

/// A fitted map with all that a file says of it: how it was made, and from what.
public struct SavedRecalibrator: Sendable {
  /// The schema of the file.
  public static let schema = "vaglio/recalibrator/1"

  /// What a map was fitted to.
  public struct Origin: Hashable, Sendable {
    /// The version of Vaglio that fitted it.
    public let vaglio: String
    /// The files with their digests, their rows and those left out.
    public let data: [Provenance.Source]
    /// The column of labels.
    public let label: String
    /// The columns of scores; one of a binary model, else one per class.
    public let scores: [String]
    /// The label that counts as positive; absent with several classes.
    public let positive: String?
    /// The column of weights and what they mean, if there were weights.
    public let weight: String?
    public let weightKind: WeightKind?
    /// How many rows were fitted.
    public let rows: Int
    /// The seed and the number of folds by which the method was judged.
    public let seed: Int
    public let folds: Int

    /// What a map was fitted to.
    public init(
      vaglio: String, data: [Provenance.Source], label: String, scores: [String],
      positive: String?, weight: String?, weightKind: WeightKind?, rows: Int, seed: Int, folds: Int
    ) {
      (self.vaglio, self.data, self.label, self.scores) = (vaglio, data, label, scores)
      (self.positive, self.weight, self.weightKind) = (positive, weight, weightKind)
      (self.rows, self.seed, self.folds) = (rows, seed, folds)
    }
  }

  /// The method.
  public let recalibrator: any Recalibrator
  public let map: FittedMap
  /// The classes in the order of the score columns; `nil` for a binary model.
  public let classes: [String]?
  public let origin: Origin

  /// A map with its origin.
  public init(
    _ map: FittedMap, by recalibrator: any Recalibrator, classes: [String]? = nil, origin: Origin
  ) {
    (self.map, self.recalibrator, self.classes) = (map, recalibrator, classes)
    self.origin = origin
  }

  /// Whether the scores have to be probabilities, because their logarithms are taken.
  public var needsProbabilities: Bool {
    guard case .binary(let map) = map else { return true }
    return type(of: map).needsProbabilities
  }
}
