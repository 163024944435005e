import Testing
import VaglioEvaluation
import VaglioFindings
import VaglioModels
import VaglioTables

@testable import VaglioAttribution

@Suite struct AccumulatedCategoryEffectsTests {
  private static func rows(_ size: [Double], _ age: [Double], _ kind: [String?]) -> FeatureMatrix {
    FeatureMatrix(
      [.numbers(size), .numbers(age), .texts(Categories(kind))], rowCount: size.count)
  }

  /// size·(1 + k)/2 + k² − age, k being the place of the level in the alphabet.
  private static let trees = KindModel { size, age, kind in
    let k = Double(["ash", "birch", "cedar", "elm", "fir"].firstIndex(of: kind ?? "ash") ?? 0)
    return size * (1 + k) / 2 + k * k - age
  }

  @Test func `effects of levels, and their order, are PyALE's`() throws {
    let golden = try AccumulatedGolden.read()
    let effects = try FeatureEffects(
      of: Self.trees, over: Self.rows(golden.size, golden.age, golden.kind))
    let found = try effects.accumulatedLocalEffects(
      ofCategory: 2, order: golden.levels.map(EffectPoint.level))
    #expect(found.levels == golden.levels.map(EffectPoint.level))
    #expect(found.counts == golden.counts)
    for (own, wanted) in zip(found.curves[0].effects, golden.effects) {
      // Some 150 additions of numbers below 50.
      #expect(abs(own.value - wanted) < 150 * 50 * 0x1p-52)
    }
    // Ours begins at the end where the first level of the alphabet is.
    #expect(
      try effects.accumulatedLocalEffects(ofCategory: 2).levels
        == golden.order.reversed().map(EffectPoint.level))
  }

  @Test func `three levels by hand`() throws {
    // f = size·k² with k = 0, 1, 2 for ash, birch, cedar; sizes 1, 3 | 2 | 4. Step to birch: of the rows of
    // ash and birch size·1: mean 2; to cedar, of birch and cedar size·3: mean 9. Sums 0, 2, 11, mean over
    // rows (0 + 0 + 2 + 11)/4 = 3.25.
    let model = KindModel { size, _, kind in
      let k = Double(["ash", "birch", "cedar"].firstIndex(of: kind ?? "ash") ?? 0)
      return size * k * k
    }
    let rows = Self.rows([1, 3, 2, 4, 7], [0, 0, 0, 0, 0], ["ash", "ash", "birch", "cedar", nil])
    let order = ["ash", "birch", "yew", "cedar"].map(EffectPoint.level)
    let found = try FeatureEffects(of: model, over: rows)
      .accumulatedLocalEffects(ofCategory: 2, order: order)
    #expect(found.curves[0].effects.map(\.value) == [-3.25, -1.25, 7.75])
    #expect(found.counts == [2, 1, 1] && found.missingCount == 1)
    // For ash all that counts is what is taken off: of the step to birch the share ½ of the levels from
    // it on, of that to cedar ¼. φ = −½·√(3/2)·(size − 2)/¾ − ¼·√2·(3·size − 9)/½ for the rows of each
    // step, less the effect of the row's own level.
    let (first, second) = (-0.5 * 1.5.squareRoot() / 0.75, -0.25 * 2.0.squareRoot() / 0.5)
    let φ = [
      first * (1 - 2) + 3.25, first * (3 - 2) + 3.25, second * (6 - 9) + 1.25,
      second * (12 - 9) - 7.75,
    ]
    let error = (φ.reduce(0) { $0 + $1 * $1 } / 12).squareRoot()
    #expect(abs(try #require(found.curves[0].effects[0].standardError) - error) < 1e-14)
    #expect(found.exhibits(subject: .model)[0].words("level") == ["ash", "birch", "cedar"])
  }

  @Test func `levels stand beside those that are like them`() throws {
    // Sizes of b and d lie together, those of a and c, far from them.
    let kinds = ["a", "b", "c", "d"]
    let (size, kind) = (0..<80).reduce(into: ([Double](), [String?]())) { found, row in
      let level = row % 4
      found.0.append([0, 10, 3, 7][level] + Double(row) / 20)
      found.1.append(kinds[level])
    }
    let effects = try FeatureEffects(
      of: KindModel { size, _, _ in size }, over: Self.rows(size, size.map { -$0 }, kind))
    let found = try effects.accumulatedLocalEffects(ofCategory: 2)
    #expect(found.levels == ["a", "c", "d", "b"].map(EffectPoint.level))
    // The model does not look at the kind.
    #expect(found.curves[0].effects.allSatisfy { $0.value == 0 })
  }

  @Test func `equal levels keep their order`() throws {
    let kind = (0..<12).map { ["x", "y", "z"][$0 % 3] as String? }
    let found = try FeatureEffects(
      of: KindModel { _, _, kind in kind == "y" ? 1 : 0 },
      over: Self.rows(
        [Double](repeating: 1, count: 12), [Double](repeating: 2, count: 12), kind)
    ).accumulatedLocalEffects(ofCategory: 2)
    #expect(found.levels == ["x", "y", "z"].map(EffectPoint.level))
  }

  @Test func `numbers, single levels and wrong orders are refused by name`() throws {
    let effects = try FeatureEffects(
      of: Self.trees, over: Self.rows([1, 2], [3, 4], ["ash", "birch"]))
    #expect(throws: AttributionError.self) { try effects.accumulatedLocalEffects(ofCategory: 0) }
    #expect(throws: AttributionError.refused("the order of \"kind\" leaves out \"birch\"")) {
      try effects.accumulatedLocalEffects(ofCategory: 2, order: [.level("ash")])
    }
    #expect(throws: AttributionError.refused("the order of \"kind\" names a level twice")) {
      try effects.accumulatedLocalEffects(
        ofCategory: 2, order: ["ash", "birch", "ash"].map(EffectPoint.level))
    }
    let single = try FeatureEffects(
      of: Self.trees, over: Self.rows([1, 2], [3, 4], ["ash", "ash"]))
    #expect(throws: AttributionError.self) { try single.accumulatedLocalEffects(ofCategory: 2) }
  }
}
