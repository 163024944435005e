internal import VaglioEvaluation
internal import VaglioFindings
internal import VaglioModels
internal import VaglioTables

/// From files to columns of predictions.
struct PredictionRun {
  let plan: PredictionPlan
  let isQuiet: Bool

  /// The table of predictions in the format that is wanted.
  func bytes() throws -> [UInt8] {
    guard let location = plan.reference.location else { return try recalibrated() }
    let data = try data
    return try predicted(
      by: OpenedModel(
        location, plan.opening, leavingOut: Set([plan.id].compactMap { $0 }), sample: data.sample),
      data)
  }

  private var data: InputData {
    get throws {
      try InputData(
        plan.data, format: plan.format,
        options: ReadingOptions(
          separator: plan.separator?.scalar,
          unreadableNumbers: plan.missing == .drop ? .countAsMissing : .refuse),
        threads: plan.threads)
    }
  }

  private var idRequest: [ColumnRequest] {
    [plan.id].compactMap { $0 }.map { ColumnRequest($0, as: .category) }
  }

  private func bytes(
    _ table: Table, _ columns: [(name: String, values: FeatureMatrix.Column)]
  ) throws -> [UInt8] {
    if let id = plan.id, columns.contains(where: { $0.name == id }) {
      throw Trouble("--id \(id): a column of predictions is called so too; rename the id")
    }
    return try ColumnFile(id: plan.id.map(table.column), columns: columns)
      .bytes(plan.outputFormat, threads: plan.threads)
  }

  /// What a model predicts.
  private func predicted(by opened: OpenedModel, _ data: InputData) throws -> [UInt8] {
    let table = try data.table(opened.requests + idRequest)
    let named = Set([plan.id].compactMap { $0 })
    if !isQuiet, let note = opened.note(onColumns: data.glimpseOfColumnNames(), named: named) {
      StandardStream.error.say(note)
    }
    if let id = plan.id { _ = try table.rowKeys(id: id) }
    if plan.wantsMargins {
      return try bytes(table, opened.margins(table, threads: plan.threads))
    }
    let columns = opened.columns
    let scored = try opened.scored(table, into: columns, threads: plan.threads)
    if !isQuiet { scored.notes.forEach(StandardStream.error.say) }
    let names = opened.model.output.names
    guard let recalibrator = plan.recalibrator else {
      return try bytes(
        table,
        zip(names, scored.columns).map {
          ($0, $1.numbers.map { .numbers($0) } ?? .texts($1.categorized))
        })
    }
    let probabilities = try recalibrator.probabilities(
      of: scored.columns.compactMap(\.numbers), classes: names.count > 1 ? names : nil)
    return try bytes(table, zip(names, probabilities).map { ($0, .numbers($1)) })
  }

  /// Scores of the data by a recalibrator.
  private func recalibrated() throws -> [UInt8] {
    guard let recalibrator = plan.recalibrator else {
      preconditionFailure("columns of scores come with a recalibrator")
    }
    let data = try data
    let columns = try columns(in: data, recalibrator)
    let table = try complete(
      data.table(columns.names.map { ColumnRequest($0, as: .number) } + idRequest), columns.names)
    if let id = plan.id { _ = try table.rowKeys(id: id) }
    let scores = try columns.names.map { try checked(table.column($0), in: table, recalibrator) }
    let probabilities = try recalibrator.probabilities(
      of: scores, classes: columns.classes.isEmpty ? nil : columns.classes)
    return try bytes(table, zip(columns.names, probabilities).map { ($0, .numbers($1)) })
  }

  private func columns(
    in data: InputData, _ recalibrator: RecalibratorFile
  ) throws -> ModelColumns {
    let isSingle = recalibrator.saved.classes == nil
    let columns = try plan.reference.columns(
      in: data.glimpseOfColumnNames, task: isSingle ? .binary : .multiclass)
    guard case .single = columns, !isSingle else { return columns }
    throw Trouble(
      "--score: the recalibrator was fitted to the classes "
        + (recalibrator.saved.classes ?? []).joined(separator: ", ")
        + "; give each its column, as CLASS=COLUMN")
  }

  private func complete(_ table: Table, _ names: [String]) throws -> Table {
    let kept = try table.withoutMissing(in: names)
    let dropped = table.rowCount - kept.rowCount
    guard dropped > 0 else { return kept }
    if plan.missing == .reject {
      for row in 0..<table.rowCount {
        for name in names where try table.column(name).missing?[row] == true {
          throw error(
            row, name, nil, in: table, "a value is missing",
            "pass --missing drop to leave such rows out")
        }
      }
    }
    if !isQuiet {
      StandardStream.error.say(
        "\(dropped) \(dropped == 1 ? "row" : "rows") left out because a value is missing")
    }
    return kept
  }

  /// The scores of a column, probabilities where the map needs them.
  private func checked(
    _ column: Column, in table: Table, _ recalibrator: RecalibratorFile
  ) throws -> [Double] {
    guard let scores = column.numbers else {
      throw TableError(
        .badValue, file: table.files.first ?? "table", column: column.name,
        problem: "holds \(column.typeName) values, but scores are numbers",
        remedy: "name another column")
    }
    if recalibrator.saved.needsProbabilities,
      let row = scores.firstIndex(where: { !(0...1).contains($0) })
    {
      throw error(
        row, column.name, "\(scores[row])", in: table, "is not a probability between 0 and 1",
        "the recalibrator was fitted to probabilities")
    }
    return scores
  }

  private func error(
    _ row: Int, _ column: String, _ value: String?, in table: Table, _ problem: String,
    _ remedy: String
  ) -> TableError {
    let source = table.source(ofRow: row)
    return TableError(
      .badValue, file: source.file, row: source.row, line: source.line, column: column,
      value: value, problem: problem, remedy: remedy)
  }
}
