import Testing
import VaglioFindings
import VaglioModels
import VaglioTables

@testable import VaglioAttribution

@Suite struct FaithfulnessTests {
  private static let coefficients = [3.0, -2, 1, 0.5, 0]
  private let model = FunctionModel(5) { row in
    zip(row, Self.coefficients).reduce(1) { $0 + $1.0 * $1.1 }
  }
  private let columns = (0..<5).map { SampleAttributions.uniform(40, seed: UInt64($0)) }
  private let background = (0..<5).map { SampleAttributions.uniform(12, seed: UInt64(50 + $0)) }

  private var phi: [[Double]] {
    Enumeration.additive(
      columns, background: background, Self.coefficients.map { c in { c * $0 } })
  }

  private func test(
    _ columns: [[Double]]? = nil, importance: [Double]? = nil,
    _ change: (inout Faithfulness.Options) -> Void = { _ in }
  ) throws -> Faithfulness {
    var options = Faithfulness.Options()
    change(&options)
    return try Faithfulness(
      of: SampleAttributions.of(columns ?? phi), model: model,
      rows: FeatureMatrix(numbers: self.columns), background: FeatureMatrix(numbers: background),
      importance: importance, options: options)
  }

  @Test func `the curves of an additive model are the sums of its attributions`() throws {
    let result = try test()
    // Row by row: the attributions towards the output in descending order, added up.
    var areas: [Double] = []
    for row in 0..<40 {
      let own = phi.map { $0[row] }
      let total = own.reduce(0, +)
      let pushes = own.map { total >= 0 ? $0 : -$0 }.sorted(by: >)
      var (sum, area) = (0.0, 0.0)
      for push in pushes {
        area += (sum + sum + push) / 2 / 5
        sum += push
      }
      areas.append(area)
    }
    // Means over twelve background rows of sums of five terms up to 6: some tens of roundings.
    #expect(abs(result.insertion.value - areas.reduce(0, +) / 40) < 1e-13)
    // Inserted and deleted shares of an additive model add up to the whole.
    let whole = result.curves[0].insertion.last!
    for (a, b) in zip(result.curves[0].insertion, result.curves[0].deletion) {
      #expect(abs(a + b - whole) < 1e-13)
    }
  }

  @Test func `a faithful order beats random orders on an additive model`() throws {
    let gain = try test().gains[0]
    #expect(gain.against == "random")
    for mean in [gain.insertion, gain.deletion] {
      #expect(try #require(mean.interval(level: .ninetyFivePercent)).lower > 0)
    }
  }

  @Test func `no order of an additive model beats the faithful one, in any row`() throws {
    let faithful = try test()
    for seed in 0..<5 {
      let other = try test(
        (0..<5).map { SampleAttributions.uniform(40, seed: UInt64(900 + seed * 5 + $0)) })
      #expect(other.insertion.value < faithful.insertion.value)
      #expect(other.deletion.value > faithful.deletion.value)
    }
  }

  @Test func `attributions turned around are as bad as they were good`() throws {
    let turned = try test(phi.map { $0.map { -$0 } })
    #expect(try #require(turned.gains[0].insertion.interval(level: .ninetyFivePercent)).upper < 0)
    #expect(try #require(turned.gains[0].deletion.interval(level: .ninetyFivePercent)).upper < 0)
  }

  @Test func `an order by importance is compared where it is given`() throws {
    let result = try test(importance: [3, 2, 1, 0.5, 0])
    #expect(result.gains.map(\.against) == ["random", "importance"])
    #expect(result.gains[1].insertion.value > 0)
    #expect(result.curves.map(\.order) == ["attributions", "random", "importance"])
    #expect(result.findings(.model).count == 6)
    #expect(result.findings(.model)[2].measure == "faithfulness_insertion[against=random]")
    let exhibit = result.exhibit(.model)
    #expect(exhibit.kind == "faithfulness")
    #expect(exhibit.series.values.allSatisfy { $0.count == 3 * 6 })
  }

  @Test func `the size of calls and their number of threads show in no bit`() throws {
    let (one, other) = (try test(), try test { ($0.batch, $0.threads) = (13, 2) })
    #expect(one.insertion == other.insertion && one.deletion == other.deletion)
    #expect(one.gains == other.gains)
  }

  @Test func `the seed moves the random orders only`() throws {
    let (one, other) = (try test(), try test { $0.seed = 8 })
    #expect(one.insertion == other.insertion)
    #expect(one.gains != other.gains)
  }

  @Test func `few steps take all features in equal shares`() throws {
    let result = try test { $0.steps = 2 }
    #expect(result.curves[0].shares == [0, 0.6, 1])
    let single = try test { $0.steps = 1 }
    #expect(single.curves[0].shares == [0, 1])
    #expect(single.gains[0].insertion.value == 0)
  }

  @Test func `texts of rows and background may have other levels`() throws {
    let model = FunctionModel(2) { $0[0] + 10 * $0[1] }
    let rows = FeatureMatrix(
      [.texts(Categories(["a", "bb", nil])), .numbers([1, 2, 3])], rowCount: 3)
    let background = FeatureMatrix(
      [.texts(Categories(["ccc", "bb"])), .numbers([0, 0])], rowCount: 2)
    let composites = try CompositeRows(rows, background: background)
    let call = try ModelCall(model, scale: .prediction, output: nil, threads: 1)
    let means = try composites.means(
      of: [
        .init(row: 1, isKept: [true, false]), .init(row: 1, isKept: [false, true]),
        .init(row: 0, isKept: [true, true]),
      ], call, batch: 2)
    // 2 + 0; (3 + 2)/2 + 20; 1 + 10
    #expect(means == [2, 22.5, 11])
  }

  @Test func `a model that says nothing finite, or two things, is refused`() {
    func refusal(_ model: FunctionModel) -> String {
      do {
        _ = try Faithfulness(
          of: SampleAttributions.of(phi), model: model, rows: FeatureMatrix(numbers: columns),
          background: FeatureMatrix(numbers: background))
        return ""
      } catch { return error.description }
    }
    #expect(refusal(FunctionModel(5) { _ in .nan }) == "the model says nan of background row 1")
    let calls = OtherNumber()
    let fickle = FunctionModel(5) { _ in calls.next() }
    #expect(refusal(fickle).hasPrefix("asked twice, the model says"))
    #expect(
      refusal(FunctionModel(5) { $0[0] > 0.9 ? .infinity : 0 }).hasPrefix("the model says inf of"))
  }

  @Test func `rows and backgrounds that don't fit are refused`() {
    #expect(throws: AttributionError.refused("the background has no rows")) {
      try CompositeRows(
        FeatureMatrix(numbers: [[1]]), background: FeatureMatrix(numbers: [[]]))
    }
    #expect(throws: AttributionError.refused("the rows have 1 features, the background 2")) {
      try CompositeRows(
        FeatureMatrix(numbers: [[1]]), background: FeatureMatrix(numbers: [[1], [2]]))
    }
    #expect(throws: AttributionError.self) {
      try CompositeRows(
        FeatureMatrix(numbers: [[1]]),
        background: FeatureMatrix([.texts(Categories(["a"]))], rowCount: 1))
    }
  }
}

/// A number that is another at every call.
private final class OtherNumber: @unchecked Sendable {
  private var count = 0.0
  func next() -> Double {
    count += 1
    return count
  }
}
