internal import VaglioTables

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// What an XGBoost objective makes of margins, and of the base score.
///
/// Read off `ProbToMargin` and `PredTransform` of the objectives, https://github.com/dmlc/xgboost,
/// `src/objective`, at the tags v1.7.6 to v3.4.1.
struct XGBoostObjective {
  /// From the base score in the file to the margin.
  enum BaseScale { case margin, probability, logarithm, expectiles }

  let name: String
  let link: Link
  private let scale: BaseScale
  private let kind: ModelOutput.Kind
  private let task: ModelOutput.Task
  /// The levels of quantiles or expectiles, as texts.
  private let levels: [String]
  private let version: [Int]

  init(_ place: DocumentPlace, version: [Int]) throws(ModelError) {
    let name = try place["name"].string()
    guard let known = Self.objectives[name] else {
      throw place["name"].unsupported("the objective \"\(legible(name))\" is not known")
    }
    (self.name, scale, kind, task) = (name, known.scale, known.kind, known.task)
    // Predicted quantiles are put in order since 3.4.
    let isOrdered = name == "reg:quantileerror" && !version.lexicographicallyPrecedes([3, 4])
    link = isOrdered ? .ascending : known.link
    switch name {
    case "reg:quantileerror":
      levels = try Self.levels(place["quantile_loss_param"]["quantile_alpha"])
    case "reg:expectileerror":
      levels = try Self.levels(place["expectile_loss_param"]["expectile_alpha"])
    default: levels = []
    }
    self.version = version
  }

  private typealias Known = (
    link: Link, scale: BaseScale, kind: ModelOutput.Kind, task: ModelOutput.Task
  )

  private static let regression: Known = (.identity, .margin, .value, .regression)
  private static let positive: Known = (.exponential, .logarithm, .value, .regression)
  private static let ranking: Known = (.identity, .margin, .score, .ranking)

  private static let objectives: [String: Known] = [
    "binary:hinge": (.sign, .margin, .label, .binary),
    "binary:logistic": (.logistic(slope: 1), .probability, .probability, .binary),
    "binary:logitraw": (.identity, .margin, .score, .binary),
    "count:poisson": positive,
    "multi:softmax": (.greatest, .margin, .label, .multiclass),
    "multi:softprob": (.softmax, .margin, .probability, .multiclass),
    "rank:map": ranking,
    "rank:ndcg": ranking,
    "rank:pairwise": ranking,
    "reg:absoluteerror": regression,
    "reg:expectileerror": (
      .cumulativeSoftplus(step: Double(epsilon)), .expectiles, .value, .regression
    ),
    "reg:gamma": positive,
    "reg:linear": regression,
    "reg:logistic": (.logistic(slope: 1), .probability, .value, .regression),
    "reg:pseudohubererror": regression,
    "reg:quantileerror": regression,
    "reg:squarederror": regression,
    "reg:squaredlogerror": regression,
    "reg:tweedie": positive,
    "survival:aft": (.exponential, .logarithm, .value, .survival),
    "survival:cox": (.exponential, .logarithm, .score, .survival),
  ]

  /// `kRtEps`.
  private static let epsilon: Float = 1e-6

  private static func levels(_ place: DocumentPlace) throws(ModelError) -> [String] {
    try XGBoostParameters.numbers(place).map { Float($0).description }
  }
}

extension XGBoostObjective {
  /// The base margins, one per output, in single precision as XGBoost makes them.
  ///
  /// One base score serves all outputs.
  func base(
    _ parameters: XGBoostParameters, _ place: DocumentPlace
  ) throws(ModelError) -> [Double] {
    let scores = try XGBoostParameters.numbers(place).map { Float($0) }
    let count = parameters.outputCount
    guard scores.count == 1 || scores.count == count else {
      throw place.malformed("\(scores.count) base scores for \(count) outputs")
    }
    let all = scores.count == count ? scores : Array(repeating: scores[0], count: count)
    let margins =
      scale == .expectiles
      ? Self.gaps(all)
      : try all.map { score throws(ModelError) in
        try margin(score, place)
      }
    guard margins.allSatisfy(\.isFinite) else {
      throw place.malformed("a base score that gives no finite margin under \(name)")
    }
    return margins.map { Double($0) }
  }

  private func margin(_ score: Float, _ place: DocumentPlace) throws(ModelError) -> Float {
    switch scale {
    case .margin, .expectiles: return score
    case .logarithm: return logf(score)
    case .probability:
      guard score >= 0, score <= 1 else {
        throw place.malformed("the base score \(score) is no probability")
      }
      // Held away from 0 and 1 since 3.2.
      let isBounded = !version.lexicographicallyPrecedes([3, 2])
      let bounded = isBounded ? min(max(score, Self.epsilon), 1 - Self.epsilon) : score
      return -logf(1 / bounded - 1)
    }
  }

  /// The first expectile, and for each further one the inverse softplus of its distance from the one
  /// before.
  private static func gaps(_ scores: [Float]) -> [Float] {
    scores.indices.map { index in
      guard index > 0 else { return scores[0] }
      let gap = max(scores[index] - scores[index - 1] - epsilon, epsilon)
      return gap + logf(-expm1f(-gap))
    }
  }

  /// What the predictions are.
  func output(_ parameters: XGBoostParameters) throws(ModelError) -> ModelOutput {
    let count = parameters.outputCount
    if link == .greatest { return ModelOutput(kind, task: task, names: ["prediction"]) }
    if task == .multiclass {
      return ModelOutput(kind, task: task, names: (0..<count).map(String.init))
    }
    if count == 1 { return ModelOutput(kind, task: task, names: ["prediction"]) }
    let names = levels.count == count ? levels : (0..<count).map { "target\($0)" }
    return ModelOutput(kind, task: task, names: names)
  }
}
