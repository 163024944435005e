public import VaglioFindings
internal import VaglioStatistics
public import VaglioTables

/// Drift of all features together: what no single column shows.
///
/// A learner that tells current rows from those of the reference (``ClassifierTwoSampleTest``), the
/// maximum mean discrepancy, and the error of principal components. What has no value says why.
public struct JointDrift: Sendable {
  /// One finding for each of the three looks.
  public let findings: [Finding]
  /// The columns by which rows are told apart, and what is left without the strongest.
  public let exhibits: [Exhibit]

  /// Looks at the features that an analysis compares.
  ///
  /// Rows are told apart by their place, the reference's first, unless the roles name a key.
  ///
  /// - Throws: what the keys of rows throw: a missing or repeated id.
  public init(
    reference: Table, current: Table, analysis: DriftAnalysis
  ) throws(TableError) {
    let (options, key) = (analysis.options, analysis.roles.key)
    let keys = try Self.keys(reference, current, key)
    let names = analysis.columns.filter { $0.role == .feature }.map(\.column)
    do throws(Undefined) {
      let joined = try JoinedColumns(reference: reference, current: current, columns: names)
      let classifier = Self.classifier(joined, keys, options)
      findings = [
        classifier.finding, Self.discrepancy(joined, keys, options),
        Self.reconstruction(joined, keys, options),
      ]
      exhibits = classifier.exhibits
    } catch {
      findings = Self.measures.map {
        Finding(
          measure: $0.name, subject: .difference, estimate: .undefined(error),
          count: reference.rowCount + current.rowCount)
      }
      exhibits = []
    }
  }

  private static func keys(
    _ reference: Table, _ current: Table, _ key: String?
  ) throws(TableError) -> [UInt64] {
    guard let key, reference[key] != nil, current[key] != nil else {
      return (0..<reference.rowCount + current.rowCount).map(RowKey.ofRow)
    }
    return try reference.rowKeys(id: key) + current.rowKeys(id: key)
  }
}

extension JointDrift {
  /// `drift.classifier_auc`.
  public static let classifierArea = Measure(
    name: "drift.classifier_auc", title: "Area of a learner that tells the data apart",
    definition: "Area under the ROC curve of boosted trees, current rows against those of the "
      + "reference, on rows that they have not seen; 0.5 where nothing tells them apart.",
    range: 0...1, direction: .nearerIsBetter(to: 0.5), source: "arXiv:1610.06545")

  /// `drift.maximum_mean_discrepancy`.
  public static let maximumMeanDiscrepancy = Measure(
    name: "drift.maximum_mean_discrepancy", title: "Maximum mean discrepancy, squared",
    definition: "Squared distance of the mean random Fourier features of both data sets, columns "
      + "scaled alike; unbiased, so that it may lie below 0.", range: -2...4,
    direction: .nearerIsBetter(to: 0), source: "jmlr.org/papers/v13/gretton12a.html")

  /// `drift.reconstruction_error`.
  public static let reconstructionError = Measure(
    name: "drift.reconstruction_error", title: "Change of the reconstruction error",
    definition: "Mean length of what the principal components of the reference leave over of a "
      + "current row, less that of a reference row.", range: -.infinity ... .infinity,
    direction: .nearerIsBetter(to: 0))

  /// All three.
  public static let measures = [classifierArea, maximumMeanDiscrepancy, reconstructionError]

  private static func classifier(
    _ joined: JoinedColumns, _ keys: [UInt64], _ options: DriftOptions
  ) -> (finding: Finding, exhibits: [Exhibit]) {
    var plan = ClassifierTwoSampleTest.Plan(seed: options.seed)
    plan.level = options.level
    plan.learning.threads = options.threads
    do throws(Undefined) {
      let test = try ClassifierTwoSampleTest(joined, keys: keys, plan: plan)
      let finding = Finding(
        measure: classifierArea.name, subject: .difference, estimate: test.area, count: test.count,
        test: SignificanceTest(name: "forward-delong", pValue: test.pValue))
      return (finding, [test.drops, test.remains].compactMap { $0 })
    } catch {
      return (undefined(classifierArea, error, joined), [])
    }
  }

  private static func discrepancy(
    _ joined: JoinedColumns, _ keys: [UInt64], _ options: DriftOptions
  ) -> Finding {
    var plan = MaximumMeanDiscrepancy.Plan(seed: options.seed)
    plan.level = options.level
    do throws(Undefined) {
      let found = try MaximumMeanDiscrepancy(joined, keys: keys, plan: plan)
      return Finding(
        measure: maximumMeanDiscrepancy.name, subject: .difference, estimate: found.estimate,
        count: found.count, test: SignificanceTest(name: found.method, pValue: found.pValue))
    } catch {
      return undefined(maximumMeanDiscrepancy, error, joined)
    }
  }

  private static func reconstruction(
    _ joined: JoinedColumns, _ keys: [UInt64], _ options: DriftOptions
  ) -> Finding {
    var plan = ReconstructionDrift.Plan(seed: options.seed)
    plan.level = options.level
    do throws(Undefined) {
      let found = try ReconstructionDrift(joined, keys: keys, plan: plan)
      return Finding(
        measure: reconstructionError.name, subject: .difference, estimate: found.difference,
        count: found.count, test: SignificanceTest(name: "welch", pValue: found.pValue))
    } catch {
      return undefined(reconstructionError, error, joined)
    }
  }

  private static func undefined(
    _ measure: Measure, _ reason: Undefined, _ joined: JoinedColumns
  ) -> Finding {
    Finding(
      measure: measure.name, subject: .difference, estimate: .undefined(reason),
      count: joined.count)
  }
}

extension ClassifierTwoSampleTest {
  /// The exhibit `drift_classifier`: one line per column, the greatest drop first.
  fileprivate var drops: Exhibit? {
    guard !columns.isEmpty else { return nil }
    return Exhibit(
      kind: "drift_classifier", subject: .difference,
      series: [
        "column": .words(columns.map(\.column)),
        "drop": .numbers(columns.map(\.drop.value)),
        "lower": .numbers(columns.map { $0.drop.interval?.lower }),
        "upper": .numbers(columns.map { $0.drop.interval?.upper }),
      ])
  }

  /// The exhibit `drift_removals`: the area without the strongest columns.
  fileprivate var remains: Exhibit? {
    guard !removals.isEmpty else { return nil }
    return Exhibit(
      kind: "drift_removals", subject: .difference,
      series: [
        "removed": .words(removals.map { $0.removed.joined(separator: ", ") }),
        "area": .numbers(removals.map(\.area.value)),
        "lower": .numbers(removals.map { $0.area.interval?.lower }),
        "upper": .numbers(removals.map { $0.area.interval?.upper }),
      ])
  }
}
