import Foundation
import Testing
import VaglioAttribution
import VaglioModels

/// Exact attributions beside those of the libraries themselves, and of shap.
struct LibraryAttributionTests {
  private func explainer(
    _ model: TreeModel, background: CodedFeatures? = nil, expecting rows: Int
  ) throws -> TreeExplainer {
    try TreeExplainer(
      model.ensemble, outputs: (0..<model.ensemble.outputCount).map { "\($0)" },
      groups: FeatureGroups(each: model.inputs), background: background, expectedRows: rows)
  }

  @Test(arguments: try LibraryAttributions.all("values"), [1, 1_000_000])
  func `path-dependent values are the library's`(
    library: LibraryAttributions, expected: Int
  ) throws {
    let model = try library.trees()
    let rows = try library.rows(of: model)
    let explainer = try explainer(model, expecting: expected)
    let told = explainer.attributions(of: rows, threads: 1)
    #expect(library.distance(told.values) <= library.tolerance)
    for (base, wanted) in zip(told.baseValues, library.base) {
      #expect(abs(base - wanted) <= library.tolerance)
    }
    let margins = model.ensemble.margins(of: rows, threads: 1)
    for (index, margin) in margins.values.enumerated() {
      let (row, output) = (index / margins.outputCount, index % margins.outputCount)
      #expect(abs(told.sum(row: row, output: output) - margin) <= library.tolerance)
    }
  }

  @Test(arguments: try LibraryAttributions.all("interventional"), [1, 1_000_000])
  func `interventional values are shap's`(library: LibraryAttributions, expected: Int) throws {
    let model = try library.trees()
    let rows = try library.rows(of: model)
    let background = CodedFeatures(rows.columns.map { Array($0.prefix(12)) }, rowCount: 12)
    let explainer = try explainer(model, background: background, expecting: expected)
    let told = explainer.attributions(of: rows, threads: 1)
    #expect(library.distance(told.values) <= library.tolerance)
    for (base, wanted) in zip(told.baseValues, library.base) {
      #expect(abs(base - wanted) <= library.tolerance)
    }
  }

  @Test(arguments: try LibraryAttributions.all("interactions"), [1, 1_000_000])
  func `interactions are XGBoost's`(library: LibraryAttributions, expected: Int) throws {
    let model = try library.trees()
    let told = try explainer(model, expecting: expected).interactions(
      of: library.rows(of: model), threads: 1)
    #expect(library.distance(told.values) <= library.tolerance)
  }

  @Test(arguments: try LibraryAttributions.all("saabas"))
  func `Saabas's values are XGBoost's approximate contributions`(
    library: LibraryAttributions
  ) throws {
    let model = try library.trees()
    let told = try explainer(model, expecting: 1).saabasAttributions(
      of: library.rows(of: model), threads: 1)
    #expect(library.distance(told.values) <= library.tolerance)
  }
}

/// Random models trained by XGBoost and LightGBM themselves, explained by them and by us.
///
/// Slow: set VAGLIO_SLOW=1, and VAGLIO_TREES to a Python with xgboost 3.4 and lightgbm. VAGLIO_MODELS is
/// how many models are trained (100), and VAGLIO_SEED the first one's number (0).
@Suite(
  .enabled(if: ProcessInfo.processInfo.environment["VAGLIO_SLOW"] == "1"),
  .enabled(
    "needs a Python with xgboost and lightgbm: set VAGLIO_TREES",
    { ProcessInfo.processInfo.environment["VAGLIO_TREES"] != nil }))
struct RandomModelAttributionTests {
  private static let environment = ProcessInfo.processInfo.environment

  @Test(arguments: [1, 100_000])
  func `random models are explained as their libraries do`(expected: Int) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let trainer = Process()
    trainer.executableURL = URL(filePath: Self.environment["VAGLIO_TREES"] ?? "")
    trainer.arguments = [
      LibraryAttributions.scripts.appending(path: "random_models.py").path,
      Self.environment["VAGLIO_SEED"] ?? "0", Self.environment["VAGLIO_MODELS"] ?? "100",
      folder.path,
    ]
    try trainer.run()
    trainer.waitUntilExit()
    #expect(trainer.terminationStatus == 0)
    for library in try LibraryAttributions.all(in: folder, models: folder) {
      let model = try library.trees()
      let rows = try library.rows(of: model)
      let explainer = try TreeExplainer(
        model.ensemble, outputs: (0..<model.ensemble.outputCount).map { "\($0)" },
        groups: FeatureGroups(each: model.inputs), expectedRows: expected)
      let told =
        library.kind == "values"
        ? explainer.attributions(of: rows, threads: 2).values
        : try explainer.interactions(of: rows, threads: 2).values
      let distance = library.distance(told)
      #expect(distance <= library.tolerance, "\(library.kind) of \(library.model)")
    }
  }
}
