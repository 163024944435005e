internal import VaglioModels

/// A linear model, bare or behind preprocessings: its coefficients, and the inputs that the encoded
/// columns are made from, one each.
struct LinearParts {
  let model: LinearModel
  /// The features of the whole.
  let inputs: [Feature]
  /// For each encoded column the index of its input.
  let inputOfColumn: [Int]
  /// From the whole's rows to the model's, outermost first.
  private let preprocessings: [Preprocessing]

  /// The parts of a model that is linear.
  ///
  /// Refused: another model, and columns made from several inputs at once.
  init(_ model: any Model) throws(AttributionError) {
    var (inner, preprocessings) = (model, [Preprocessing]())
    while let pipeline = inner as? PipelineModel {
      preprocessings.append(pipeline.preprocessing)
      inner = pipeline.inner
    }
    guard let linear = inner as? LinearModel else {
      throw .refused(
        "the model is not linear (\(model.summary.format))",
        remedy: "explain it by coalitions, which any model allows")
    }
    self.model = linear
    self.preprocessings = preprocessings
    inputs = preprocessings.first?.inputs ?? linear.inputs
    var origins = Array(linear.inputs.indices)
    for preprocessing in preprocessings.reversed() {
      origins = try origins.map { column throws(AttributionError) in
        let sources = preprocessing.origins[column]
        guard sources.count == 1, let source = sources.first else {
          throw .refused(
            "the column \"\(preprocessing.outputs[column].name)\" is made from \(sources.count) "
              + "inputs, so that the model is not linear in them",
            remedy: "explain it by coalitions")
        }
        return source
      }
    }
    inputOfColumn = origins
  }

  /// The encoded columns of rows, numbers alone.
  func columns(of rows: FeatureMatrix) throws(AttributionError) -> [[Double]] {
    var rows = rows
    do throws(ModelError) {
      for preprocessing in preprocessings { rows = try preprocessing.encoded(rows) }
    } catch {
      throw .model(error)
    }
    var columns = CodedFeatures(rows, as: model.inputs).columns
    for index in columns.indices {
      guard let row = columns[index].firstIndex(where: { !$0.isFinite }) else { continue }
      guard model.ignoresMissing, columns[index].allSatisfy({ $0.isFinite || $0.isNaN }) else {
        throw .refused(
          "the column \"\(model.inputs[index].name)\" holds \(columns[index][row]) in row "
            + "\(row + 1), of which a linear model makes no number", remedy: "leave such rows out")
      }
      columns[index] = columns[index].map { $0.isNaN ? 0 : $0 }
    }
    return columns
  }

  /// The coefficients of an output, one per encoded column.
  func coefficients(output: Int) -> ArraySlice<Double> {
    let count = model.inputs.count
    return model.coefficients[output * count..<(output + 1) * count]
  }
}
