#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

extension ONNXTranslation {
  /// The operators that stand behind a model.
  static let predictionOperators: [String: Operator] = [
    "ai.onnx.ml.ZipMap": { state, node throws(ModelError) in
      [.prediction(try state.named(node))]
    },
    "ai.onnx.ml.Normalizer": { state, node throws(ModelError) in
      [.prediction(try state.normalized(node))]
    },
    "Sigmoid": { state, node throws(ModelError) in
      [.prediction(try state.linked(node, .logistic(slope: 1)))]
    },
    "Softmax": { state, node throws(ModelError) in
      guard [1, -1].contains(node.integer("axis", default: -1)) else {
        throw node.unsupported("over rows")
      }
      return [.prediction(try state.linked(node, .softmax))]
    },
    "Exp": { state, node throws(ModelError) in
      [.prediction(try state.linked(node, .exponential))]
    },
  ]

  private func prediction(_ node: ONNXNode) throws(ModelError) -> ONNXPrediction {
    guard case .prediction(let prediction)? = try value(node, 0) else {
      throw node.unsupported("of what is no score of trees or of a linear function")
    }
    return prediction
  }

  /// What adds up to 1 already stays, but for rounding; the logistic scores of several classes, one
  /// against the rest, become shares.
  private func normalized(_ node: ONNXNode) throws(ModelError) -> ONNXPrediction {
    var prediction = try prediction(node)
    guard node.text("norm", default: "MAX") == "L1" else {
      throw node.unsupported("of predictions to another norm than L1")
    }
    if case .logistic(slope: 1) = prediction.link, prediction.layout == .columns,
      prediction.outputCount > 1
    {
      prediction.link = .logisticShares
      prediction.areProbabilities = true
    }
    guard prediction.areProbabilities else {
      throw node.unsupported("of numbers that are no probabilities")
    }
    return prediction
  }

  private func linked(_ node: ONNXNode, _ link: Link) throws(ModelError) -> ONNXPrediction {
    var prediction = try prediction(node)
    guard prediction.link == .identity, prediction.layout == .columns else {
      throw node.unsupported("of what is transformed already")
    }
    prediction.link = link
    return prediction
  }

  /// The classes get their names here, where the model has none.
  private func named(_ node: ONNXNode) throws(ModelError) -> ONNXPrediction {
    let prediction = try prediction(node)
    let texts = node.texts("classlabels_strings")
    let names = texts.isEmpty ? node.integers("classlabels_int64s").map(String.init) : texts
    guard names.count == prediction.columnCount else {
      throw node.malformed("\(names.count) names for \(prediction.columnCount) scores")
    }
    return ONNXPrediction(
      core: prediction.core, columns: prediction.columns, link: prediction.link,
      layout: prediction.layout, classes: names,
      areProbabilities: prediction.areProbabilities || prediction.link == .softmax)
  }
}

extension ONNXPrediction {
  /// The prediction with a constant added, or times one.
  func calculated(_ numbers: [Double], _ node: ONNXNode) throws(ModelError) -> ONNXPrediction {
    switch (node.type, link) {
    case ("Mul", _) where numbers.allSatisfy({ $0 == 1 }),
      ("Div", _) where numbers.allSatisfy({ $0 == 1 }),
      ("Add", _) where numbers.allSatisfy({ $0 == 0 }),
      ("Sub", _) where numbers.allSatisfy({ $0 == 0 }):
      return self
    case ("Add", .identity) where layout == .columns: return try adding(numbers, node)
    case ("Mul", .exponential) where numbers.count == 1 && numbers[0] > 0 && outputCount == 1:
      // exp(m) · c = exp(m + log c): how XGBoost's converter writes the base of a rate.
      return try adding([log(numbers[0])], node)
    default: throw node.unsupported("of a prediction")
    }
  }

  private func adding(_ numbers: [Double], _ node: ONNXNode) throws(ModelError) -> ONNXPrediction {
    guard numbers.count == 1 || numbers.count == outputCount else {
      throw node.unsupported("\(numbers.count) numbers for \(outputCount) scores")
    }
    let addends = numbers.count == 1 ? Array(repeating: numbers[0], count: outputCount) : numbers
    var sum = self
    switch core {
    case .trees(let ensemble):
      guard ensemble.base.allSatisfy({ $0 == 0 }) else {
        throw node.unsupported("of scores that have a base already")
      }
      sum.core = .trees(
        TreeEnsemble(
          ensemble.trees, weights: ensemble.weights, base: addends,
          featureCount: ensemble.featureCount, isMean: ensemble.isMean,
          comparison: ensemble.comparison, sum: ensemble.sum))
    case .linear(let coefficients, let intercepts, let precision):
      sum.core = .linear(
        coefficients: coefficients, intercepts: zip(intercepts, addends).map(+), precision)
    }
    return sum
  }
}
