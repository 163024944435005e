internal import VaglioEvaluation
internal import VaglioFindings
internal import VaglioIntegrations
internal import VaglioModels
internal import VaglioTables

/// A model that was opened, and what it makes of a table.
struct OpenedModel {
  /// The model as it was named.
  let location: String
  let model: any Model
  /// SHA-256 of its file; `nil` for a server or a function.
  let sha256: String?

  /// Opens a model's file or folder.
  init(file location: String, _ opening: ModelOpening) throws {
    self.location = location
    guard PathName(location).kind != .nothing else {
      throw Trouble(
        "\(location): there is no such model file; a column of scores is named as "
          + "column:\(location)")
    }
    guard PathName(location).kind == .folder else {
      model = try ModelCatalogue.model(atPath: location, options: opening.file)
      sha256 = try FileContents.sha256(of: location)
      return
    }
    let opened = try MLflowDirectory.opened(atPath: location, options: opening.file)
    (model, sha256) = (opened.model, try FileContents.sha256(of: opened.file))
  }

  /// Opens the model at a place. A server or a function tells what it predicts by predicting the
  /// `sample`: it takes the columns but those `leavingOut` names.
  init(
    _ location: String, _ opening: ModelOpening, task: PredictionTask? = nil,
    leavingOut: Set<String>, sample: () throws -> Table
  ) throws {
    guard let source = try Self.source(location, opening, task) else {
      self = try OpenedModel(file: location, opening)
      return
    }
    self.location = location
    model = try source.model(for: sample(), leavingOut: leavingOut, name: location).model
    sha256 = nil
  }

  /// Whether a name is that of a server or a function.
  static func isSource(_ location: String) -> Bool {
    ServerReference.isReference(location) || PythonReference.isReference(location)
  }

  private static func source(
    _ location: String, _ opening: ModelOpening, _ task: PredictionTask?
  ) throws -> (any ModelSource)? {
    if PythonReference.isReference(location) {
      var options = opening.python
      options.expectation.task = task?.ofModels
      return try PythonFunction(PythonReference(location), options)
    }
    guard ServerReference.isReference(location) else { return nil }
    let reference = try ServerReference(location)
    var options = opening.server
    options.expectation.task = task?.ofModels
    try options.http.take(environment: OpeningOptions.environment, for: reference)
    return try ModelServer(reference, options)
  }

  /// The name for people: of a file its own without the folders.
  var title: String { Self.title(of: location) }

  /// The name for people of a model at this place.
  static func title(of location: String) -> String {
    ServerReference.isReference(location) ? location : PathName(location).lastComponent
  }
}

extension PredictionTask {
  fileprivate var ofModels: ModelOutput.Task {
    switch self {
    case .binary: .binary
    case .multiclass: .multiclass
    case .regression: .regression
    }
  }
}

extension OpenedModel {
  /// Whether a file begins as a model's, or is a pickle, which the reader refuses in words.
  static func isModel(_ path: String) throws(Trouble) -> Bool {
    guard PathName(path).kind != .folder else {
      return PathName("\(path)/\(MLflowDirectory.marker)").kind == .file
    }
    guard PathName(path).kind == .file else { return false }
    return ModelCatalogue.recognizes(
      FileOpening(try FileContents.opening(of: path, count: FileOpening.length)))
  }

  /// The columns that its predictions will be in: its own alone, whatever its part in an analysis.
  var columns: ModelColumns {
    let name = "prediction of \(location)"
    guard model.output.names.count > 1, model.output.task == .multiclass else {
      return .single(name)
    }
    return .classes(model.output.names.map { KeyedColumn(key: $0, column: "\(name): \($0)") })
  }

  /// What a reader must be asked for: categories as they are written.
  var requests: [ColumnRequest] {
    (model.features ?? []).map { feature in
      switch feature.kind {
      case .number, .code: ColumnRequest(feature.name)
      case .category, .text: ColumnRequest(feature.name, as: .category)
      }
    }
  }

  /// The class that the probabilities of a model of two classes are of, where it knows its name.
  var positiveClass: String? {
    guard model.output.task == .binary, let classes = model.output.classes, classes.count == 2
    else { return nil }
    return classes[1]
  }

  /// Refuses probabilities of one class where the other counts as positive.
  func refuseOtherPositive(_ positive: String?) throws(Trouble) {
    guard let classes = model.output.classes, classes.count == 2, positive == classes[0] else {
      return
    }
    throw Trouble(
      "--positive \(classes[0]): the probabilities of \(title) are of \(classes[1]); pass "
        + "--positive \(classes[1])")
  }

  /// Whether the model predicts classes without any score.
  var tellsClassesAlone: Bool { model.output.kind == .label }

  /// The task that the model was fitted to, where it is one of an analysis.
  var task: PredictionTask? {
    switch model.output.task {
    case .binary: .binary
    case .multiclass: .multiclass
    case .regression: .regression
    case .ranking, .survival, .anomaly: nil
    }
  }

  /// The predictions for the rows of a table, in these columns, and what was odd about the rows.
  func scored(
    _ table: Table, into columns: ModelColumns, threads: Int
  ) throws -> (columns: [Column], notes: [String]) {
    let match = try FeatureMatch(model.features ?? [], in: table, file: location)
    let predictions = try model.predictions(of: match.rows, threads: threads)
    guard model.output.kind != .label, columns.names.count == predictions.outputCount else {
      return ([decisions(predictions, columns.names[0])], notes(match))
    }
    let scored = columns.names.enumerated().map { place, name in
      Column(name: name, numbers: predictions.column(place))
    }
    return (scored, notes(match))
  }

  /// The margins for the rows of a table, by name: what the predictions are called where there are as
  /// many, else numbered.
  func margins(
    _ table: Table, threads: Int
  ) throws -> [(name: String, values: FeatureMatrix.Column)] {
    guard let marginal = model as? any MarginModel else {
      throw Trouble("--margins: \(title) tells its predictions alone")
    }
    let match = try FeatureMatch(model.features ?? [], in: table, file: location)
    let margins = try marginal.margins(of: match.rows, threads: threads)
    let names = model.output.names
    return (0..<margins.outputCount).map { place in
      let name = names.count == margins.outputCount ? names[place] : "margin_\(place)"
      return (name, .numbers(margins.column(place)))
    }
  }

  /// The classes that a model decides for, by name where it knows them.
  private func decisions(_ predictions: OutputMatrix, _ name: String) -> Column {
    let classes = model.output.classes ?? []
    guard model.output.task != .binary else {
      return Column(name: name, numbers: predictions.column(0))
    }
    return Column(
      name: name,
      texts: predictions.values.map { value in
        guard let place = Int(exactly: value) else { return nil }
        return classes.indices.contains(place) ? classes[place] : "\(place)"
      })
  }

  /// What to say of columns that are neither features nor `named`; `nil` where there are none, or the
  /// model takes any.
  func note(onColumns columns: Set<String>, named: Set<String>) -> String? {
    guard let features = model.features else { return nil }
    let unused = columns.subtracting(named).subtracting(features.map(\.name)).sorted()
    guard !unused.isEmpty else { return nil }
    let shown = unused.prefix(5).joined(separator: ", ") + (unused.count > 5 ? ", …" : "")
    return "\(title): \(unused.count) \(unused.count == 1 ? "column is" : "columns are") no "
      + "\(unused.count == 1 ? "feature" : "features") of the model: \(shown)"
  }

  private func notes(_ match: FeatureMatch) -> [String] {
    match.unseen.sorted { $0.key < $1.key }.map { feature, levels in
      let rows = levels.values.reduce(0, +)
      let shown = levels.keys.sorted().prefix(3).joined(separator: ", ")
      return "\(title): \(rows) \(rows == 1 ? "row has" : "rows have") a category of \(feature) "
        + "that the model was not fitted to: \(shown)\(levels.count > 3 ? ", …" : "")"
    }
  }
}
