internal import VaglioAttribution
internal import VaglioDrift
internal import VaglioEvaluation
internal import VaglioFindings
internal import VaglioModels
internal import VaglioReporting
internal import VaglioStatistics
internal import VaglioTables

/// The model whose features drift: what it predicts, and what it relies on.
struct ModelReliance {
  private let explained: ExplainedModel
  private let plan: DriftPlan

  /// How many rows of the reference the reliance is measured on.
  private static let most = 1000

  /// Opens the model at a place.
  init(_ location: String, _ data: InputData, _ plan: DriftPlan) throws {
    guard !location.hasPrefix("column:") else {
      throw Trouble(
        "--model \(location): a column of scores relies on nothing; name it by --prediction")
    }
    let columns =
      plan.roles.targets + plan.roles.ignored + [plan.roles.key].compactMap { $0 }
    let opened = try OpenedModel(
      location, plan.opening, leavingOut: Set(columns), sample: data.sample)
    self.plan = plan
    explained = try ExplainedModel(.model, opened, ExplainerSettings(threads: plan.threads))
  }

  var opened: OpenedModel { explained.opened }

  /// The model as the record names it.
  var named: Dossier.Model { explained.named }

  /// The columns of the predictions, named by the model's name for people.
  var columns: ModelColumns {
    let name = "prediction of \(opened.title)"
    guard case .classes(let classes) = opened.columns else { return .single(name) }
    return .classes(classes.map { KeyedColumn(key: $0.key, column: "\(name): \($0.key)") })
  }

  /// A table with the model's predictions as further columns.
  func predicting(_ table: Table) throws -> Table {
    for name in columns.names where table[name] != nil {
      throw Trouble("a column of the data is called \"\(name)\"; rename it")
    }
    let scored = try opened.scored(table, into: columns, threads: plan.threads)
    return table.adding(scored.columns, keeping: Set(table.columnNames))
  }

  /// The roles of the columns, with those of the predictions.
  func roles(_ roles: DriftRoles) -> DriftRoles {
    var roles = roles
    roles.predictions += columns.names
    return roles
  }

  /// The drift of each feature, weighed.
  struct Weighted {
    let drift: AttributedDrift
    let account: AttributionAccount
    let notes: [String]
  }

  /// Weighs the drift of the features by their shares of the attributions of rows of the reference;
  /// `nil` where none of them was compared.
  func weighted(_ analysis: DriftAnalysis, _ reference: Table) throws -> Weighted? {
    let attributions = try attributions(of: reference)
    let compared = Dictionary(
      analysis.columns.map { ($0.column, $0.kind) }
    ) { first, _ in first }
    let importance = try ShapImportance(of: attributions.overOutputs, level: plan.options.level)
    let entries = importance.entries.filter { compared[$0.feature] != nil }
    let left = importance.entries.count - entries.count
    guard !entries.isEmpty else { return nil }
    let shares = entries.map { entry in
      AttributedDrift.Share(
        feature: entry.feature, value: min(1, max(0, entry.share?.value ?? 0)),
        standardError: entry.share?.standardError ?? 0)
    }
    let drift = try AttributedDrift(analysis, shares: shares, distance: .totalVariation)
    return Weighted(
      drift: drift,
      account: AttributionAccount(
        subject: .model, method: explained.explainer.rawValue, scale: attributions.scale.rawValue,
        rows: attributions.rowCount, features: attributions.features.count,
        outputs: attributions.outputs, baseValues: attributions.baseValues),
      notes: [
        "\(opened.title): reliance measured on \(attributions.rowCount) rows of the reference by "
          + explained.explainer.rawValue
      ]
        + (left > 0
          ? [
            "\(opened.title): \(left) of its features could not be compared, and are not weighed"
          ] : []))
  }

  private func attributions(of reference: Table) throws -> Attributions {
    let keys = try reference.rowKeys()
    let all = Array(0..<Int32(reference.rowCount))
    let seed = Int(plan.options.seed)
    let most = explained.limit ?? Self.most
    let rows =
      all.count > most ? ExplainedRows.hashed(all, keys, most, seed: seed) : all
    let features = try FeatureMatch(
      explained.model.features ?? [], in: reference, file: opened.location
    ).rows
    let background = explained.needsBackground ? explained.backgroundLimit ?? Self.most : 0
    let request = ExplainedModel.Request(
      rows: features.gathered(rows), keys: rows.map { keys[Int($0)] },
      background: background > 0
        ? features.gathered(ExplainedRows.hashed(all, keys, background, seed: seed + 1)) : nil,
      players: FeaturePlayers(each: explained), seed: seed)
    return try explained.explanation(
      of: request, ExplainerSettings(threads: plan.threads)
    ).attributions
  }
}

extension Attributions {
  /// The magnitudes of all outputs added up, as attributions of one.
  fileprivate var overOutputs: Attributions {
    guard outputs.count > 1 else { return self }
    let sums = (0..<rowCount).flatMap { row in
      features.indices.map { feature in
        outputs.indices.reduce(0) {
          $0 + abs(values[range(row: row, output: $1).lowerBound + feature])
        }
      }
    }
    return Attributions(
      features: features, outputs: ["all"], scale: scale, values: sums, baseValues: [0])
  }
}
