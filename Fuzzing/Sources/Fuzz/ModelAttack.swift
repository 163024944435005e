@testable internal import VaglioModels
@testable internal import VaglioTables

/// What must hold of bytes that are read as a model.
struct ModelAttack {
  let format: any ModelFormat.Type

  /// Reads the bytes, and predicts rows with what was read.
  func attack(_ bytes: [UInt8]) {
    var options = ModelOptions()
    options.onnxRuntime = "/nowhere"
    let model: any Model
    do throws(ModelError) {
      model = try format.parse(bytes, options)
    } catch {
      return expectLegible(error.located(file: "f", format: format.name).description)
    }
    guard let features = model.features else { return }
    expectPredictions(of: model, Rows.hostile(for: features))
  }

  /// The rows have predictions that don't hang on the order of the rows, or an error does say why not.
  private func expectPredictions(of model: any Model, _ rows: Rows) {
    do throws(ModelError) {
      let ahead = try model.predictions(of: rows.matrix, threads: 1)
      expect(ahead.rowCount == Rows.count, "\(ahead.rowCount) rows are predicted")
      expect(ahead.outputCount == model.output.names.count, "another number of outputs than names")
      let back = try model.predictions(of: rows.reversed, threads: 1)
      for row in 0..<Rows.count {
        for output in 0..<ahead.outputCount {
          let this = ahead.values[row * ahead.outputCount + output]
          let other = back.values[(Rows.count - 1 - row) * ahead.outputCount + output]
          expect(
            this == other || this.isNaN && other.isNaN,
            "row \(row) is predicted as \(this), and as \(other) among others")
        }
      }
      guard let model = model as? any MarginModel else { return }
      let margins = try model.margins(of: rows.matrix, threads: 1)
      expect(margins.rowCount == Rows.count, "\(margins.rowCount) rows have margins")
    } catch {
      expectLegible(error.located(file: "f", format: format.name).description)
    }
  }
}

/// Rows of values that are hard on models, and the same rows in the opposite order.
struct Rows {
  let matrix: FeatureMatrix
  let reversed: FeatureMatrix

  private static let numbers: [Double] = [
    0.5, .nan, -3, 0, 1e300, -1e300, .leastNonzeroMagnitude, 16_777_217, 2, .infinity,
  ]
  static let count = numbers.count

  /// Rows for features; neighbouring columns have different values in a row.
  static func hostile(for features: [Feature]) -> Rows {
    let columns = features.enumerated().map { place, feature -> FeatureMatrix.Column in
      switch feature.kind {
      case .number, .code: .numbers((0..<count).map { numbers[($0 + place) % count] })
      case .category(let levels): texts(Array(levels.prefix(4)) + ["", "unseen"], from: place)
      case .text: texts(["a", "", "1", "1e400", "\u{301}"], from: place)
      }
    }
    return Rows(
      matrix: FeatureMatrix(columns, rowCount: count),
      reversed: FeatureMatrix(columns.map(\.reversed), rowCount: count))
  }

  private static func texts(_ known: [String], from place: Int) -> FeatureMatrix.Column {
    .texts(
      Categories((0..<count).map { row in row == 3 ? nil : known[(row + place) % known.count] }))
  }
}

extension FeatureMatrix.Column {
  fileprivate var reversed: Self {
    switch self {
    case .numbers(let numbers): .numbers(numbers.reversed())
    case .texts(let texts):
      .texts(Categories(codes: texts.codes.reversed(), levels: texts.levels))
    }
  }
}
