/// Classifiers that are calibrated, and votes that average.
enum SklearnCommittee: SklearnFamily {
  static let classNames: Set = ["CalibratedClassifierCV", "VotingClassifier", "VotingRegressor"]

  static func model(_ committee: SklearnEstimator) throws(ModelError) -> any Model {
    switch committee.className {
    case "CalibratedClassifierCV": return try calibrated(committee)
    default: return try vote(committee)
    }
  }

  // MARK: calibration

  private static func calibrated(_ committee: SklearnEstimator) throws(ModelError) -> any Model {
    let classes = try committee.classes()
    var draft = Draft(committee.inputs)
    for member in try committee["calibrated_classifiers_"].elements() {
      guard try SklearnEstimator(member, inputs: committee.inputs).classes("classes") == classes
      else {
        throw member.unsupported(
          "a calibrated classifier was fitted to other classes than the rest")
      }
      let inner = member["estimator"].exists ? member["estimator"] : member["base_estimator"]
      let model = try SklearnReader.model(inner, inputs: committee.inputs)
      guard model.output.classes?.count == classes.count else {
        throw member.unsupported(
          "a calibrated classifier was fitted to fewer classes than the rest")
      }
      try draft.add(
        model, weight: 1, try calibration(of: member, scores: try scores(of: inner)))
    }
    return try draft.model(committee, output: committee.probabilities(of: classes))
  }

  private static func calibration(
    of member: SkopsValue, scores: CommitteeModel.Scores
  ) throws(ModelError) -> CommitteeModel.Calibration {
    let objects = try member["calibrators"].elements()
    if try member["method"].isText("temperature") {
      guard let first = objects.first else { throw member.failure(expected: "a calibrator") }
      return .temperature(try first["beta_"].number(), scores)
    }
    var calibrators: [Calibrator] = []
    for object in objects { calibrators.append(try Calibrator(object)) }
    return .eachOutput(calibrators, scores)
  }

  /// What scikit-learn calibrates: the decision function where the estimator has one, else
  /// probabilities.
  private static func scores(of object: SkopsValue) throws(ModelError) -> CommitteeModel.Scores {
    let name = try object.className()
    if name == "Pipeline" {
      guard let last = try object["steps"].namedEstimators().last else { return .predictions }
      return try scores(of: last.estimator)
    }
    let families: [any SklearnFamily.Type] = [
      SklearnLinear.self, SklearnBoosting.self, SklearnHistogramBoosting.self,
    ]
    let isDecided =
      try object.qualifiedName().hasPrefix("sklearn.")
      && families.contains { $0.classNames.contains(name) }
    return isDecided ? .margins : .predictions
  }

  // MARK: votes

  private static func vote(_ committee: SklearnEstimator) throws(ModelError) -> any Model {
    let isClassifier = committee.className == "VotingClassifier"
    if isClassifier, try !committee["voting"].isText("soft") {
      throw committee.unsupported(
        "gives the class that most vote for and no probabilities",
        remedy: "fit it with voting=\"soft\"")
    }
    let estimators = try committee["estimators_"].elements()
    let weights = try weights(of: committee, count: estimators.count)
    var draft = Draft(committee.inputs)
    for (estimator, weight) in zip(estimators, weights) {
      try draft.add(
        try SklearnReader.model(estimator, inputs: committee.inputs), weight: weight, .none)
    }
    let output =
      isClassifier
      ? committee.probabilities(of: try committee.classes()) : committee.values(1)
    return try draft.model(committee, output: output)
  }

  /// The weights of those that are not dropped.
  private static func weights(
    of committee: SklearnEstimator, count: Int
  ) throws(ModelError) -> [Double] {
    let place = committee["weights"]
    if try place.isNone() { return Array(repeating: 1, count: count) }
    let all = try place.finiteNumbers()
    let names = try committee["estimators"].namedEstimators()
    guard all.count == names.count else { throw place.failure(expected: "\(names.count) weights") }
    var weights: [Double] = []
    for (weight, estimator) in zip(all, names) where try !estimator.estimator.isText("drop") {
      weights.append(weight)
    }
    guard weights.count == count, weights.reduce(0, +) != 0 else {
      throw place.failure(expected: "\(count) weights, not all 0")
    }
    return weights
  }

  // MARK: members

  /// Members whose features are gathered: each may take some of the columns.
  private struct Draft {
    private var columns: PreprocessingDraft
    private let names: [String]
    private var members: [(model: any Model, weight: Double, CommitteeModel.Calibration)] = []

    init(_ names: [String]) { (self.names, columns) = (names, PreprocessingDraft(inputs: names)) }

    mutating func add(
      _ model: any Model, weight: Double, _ calibration: CommitteeModel.Calibration
    ) throws(ModelError) {
      for feature in model.features ?? [] {
        guard let column = names.firstIndex(of: feature.name) else { continue }
        try columns.require(column, feature.kind)
      }
      members.append((model, weight, calibration))
    }

    func model(
      _ committee: SklearnEstimator, output: ModelOutput
    ) throws(ModelError) -> any Model {
      guard !members.isEmpty else { throw committee.unsupported("has no estimators") }
      let taken = Set(members.flatMap { ($0.model.features ?? []).map(\.name) })
      let outputs = columns.inputs.filter { taken.contains(names[$0]) }
      let inputs = columns.finished(outputs: outputs).inputs
      let places = Dictionary(zip(inputs.map(\.name), 0...)) { first, _ in first }
      var all: [CommitteeModel.Member] = []
      for (model, weight, calibration) in members {
        let own = (model.features ?? []).compactMap { places[$0.name] }
        guard own.count == model.features?.count, model.output.names.count == output.names.count
        else { throw committee.unsupported("has members of other columns or outputs") }
        all.append(.init(model: model, places: own, weight: weight, calibration: calibration))
      }
      let facts = all[0].model.summary.facts.first { $0.name == "estimator" }
      return CommitteeModel(
        summary: committee.summary(
          [.init("members", .count(all.count))] + (facts.map { [.init("member", $0.value)] } ?? []),
          notes: ["the mean of models has no margins: it is explained by sampling"]),
        output: output, inputs: inputs, members: all)
    }
  }
}
