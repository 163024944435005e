import Testing
import VaglioAttribution
import VaglioModels

/// The laws of exact attributions, on ensembles drawn from seeds. With one row expected everything
/// is walked, with a million everything that fits is looked up in tables.
struct TreeExplainerTests {
  static let rowCounts = [1, 1_000_000]
  private static let playerOfFeature = [0, 1, 2, 1, 3, 4]
  private static let groups = FeatureGroups(
    names: ["a", "b", "c", "d", "e"], groupOfFeature: playerOfFeature)

  /// Rounding: values up to 2 from 6 trees, sums of some hundred terms that the quadrature weighs
  /// by up to 1/t ≈ 10: far below 10⁻¹².
  private static let rounding = 1e-12

  private func drawn(
    _ seed: Int, depth: Int = 5, emptyNodes: Bool = false
  ) throws -> (ensemble: TreeEnsemble, rows: CodedFeatures, background: CodedFeatures) {
    var drawn = DrawnEnsemble(seed: UInt64(seed), features: 6, outputs: 1 + seed % 3)
    let ensemble = try drawn.ensemble(
      trees: 6, depth: depth, comparison: seed % 2 == 0 ? .single : .double, isMean: seed % 5 == 0,
      emptyNodes: emptyNodes)
    return (ensemble, drawn.rows(5), drawn.rows(7))
  }

  private func names(_ count: Int) -> [String] { (0..<count).map { "output \($0)" } }

  private func row(_ index: Int, _ rows: CodedFeatures) -> [Double] {
    rows.columns.map { $0[index] }
  }

  @Test(arguments: 0..<12, rowCounts)
  func `path-dependent values are those of the enumerated game`(
    seed: Int, expected: Int
  ) throws {
    let (ensemble, rows, _) = try drawn(seed, emptyNodes: seed % 4 == 3)
    let explainer = try TreeExplainer(
      ensemble, outputs: names(ensemble.outputCount), groups: Self.groups, expectedRows: expected)
    for semivalue in Semivalue.allCases {
      let told = explainer.attributions(of: rows, semivalue, threads: 1)
      for index in 0..<rows.rowCount {
        for output in 0..<ensemble.outputCount {
          let game = EnumeratedGame(
            pathDependent: ensemble, row: row(index, rows), output: output,
            playerOfFeature: Self.playerOfFeature)
          check(told, index, output, game, semivalue)
        }
      }
    }
  }

  @Test(arguments: 0..<12, rowCounts)
  func `interventional values are those of the enumerated game`(
    seed: Int, expected: Int
  ) throws {
    let (ensemble, rows, background) = try drawn(seed)
    let explainer = try TreeExplainer(
      ensemble, outputs: names(ensemble.outputCount), groups: Self.groups, background: background,
      expectedRows: expected)
    for semivalue in Semivalue.allCases {
      let told = explainer.attributions(of: rows, semivalue, threads: 1)
      for index in 0..<rows.rowCount {
        for output in 0..<ensemble.outputCount {
          let game = EnumeratedGame(
            ensemble, row: row(index, rows),
            background: (0..<background.rowCount).map { row($0, background) }, output: output,
            playerOfFeature: Self.playerOfFeature)
          check(told, index, output, game, semivalue)
        }
      }
    }
  }

  @Test(arguments: 0..<8, rowCounts)
  func `interactions are those of the enumerated game, and add up to the values`(
    seed: Int, expected: Int
  ) throws {
    let (ensemble, rows, background) = try drawn(seed, emptyNodes: seed % 4 == 3)
    for background in [nil, background] {
      let explainer = try TreeExplainer(
        ensemble, outputs: names(ensemble.outputCount), groups: Self.groups,
        background: background, expectedRows: expected)
      for semivalue in Semivalue.allCases {
        let told = try explainer.interactions(of: rows, semivalue, threads: 1)
        let values = explainer.attributions(of: rows, semivalue, threads: 1)
        for index in 0..<rows.rowCount {
          for output in 0..<ensemble.outputCount {
            let game =
              if let background {
                EnumeratedGame(
                  ensemble, row: row(index, rows),
                  background: (0..<background.rowCount).map { row($0, background) },
                  output: output, playerOfFeature: Self.playerOfFeature)
              } else {
                EnumeratedGame(
                  pathDependent: ensemble, row: row(index, rows), output: output,
                  playerOfFeature: Self.playerOfFeature)
              }
            for player in 0..<5 {
              var sum = 0.0
              for other in 0..<5 {
                let value = told[index, output, player, other]
                sum += value
                guard other != player else { continue }
                #expect(
                  abs(value - game.interaction(player, other, semivalue) / 2) < Self.rounding)
              }
              let wanted = values.values[values.range(row: index, output: output)][
                values.range(row: index, output: output).lowerBound + player]
              #expect(abs(sum - wanted) < Self.rounding)
            }
          }
        }
      }
    }
  }

  private func check(
    _ told: Attributions, _ row: Int, _ output: Int, _ game: EnumeratedGame, _ semivalue: Semivalue
  ) {
    #expect(abs(told.baseValues[output] - game.values[0]) < Self.rounding)
    for (player, place) in told.range(row: row, output: output).enumerated() {
      #expect(abs(told.values[place] - game.value(of: player, semivalue)) < Self.rounding)
    }
    if semivalue == .shapley {
      #expect(
        abs(told.sum(row: row, output: output) - game.values[game.values.count - 1])
          < Self.rounding)
    }
  }

  @Test(arguments: [1, 3000])
  func `base value and attributions add up to the margin of deep trees`(expected: Int) throws {
    var drawn = DrawnEnsemble(seed: 5, features: 40, outputs: 2)
    let ensemble = try drawn.ensemble(trees: 4, depth: 24)
    let (rows, background) = (drawn.rows(20), drawn.rows(50))
    let margins = ensemble.margins(of: rows, threads: 1)
    let groups = FeatureGroups(each: (0..<40).map { Feature("f\($0)") })
    for background in [nil, background] {
      let explainer = try TreeExplainer(
        ensemble, outputs: names(2), groups: groups, background: background,
        expectedRows: expected)
      let told = explainer.attributions(of: rows, threads: 1)
      for row in 0..<20 {
        for output in 0..<2 {
          #expect(
            abs(told.sum(row: row, output: output) - margins.values[row * 2 + output]) < 1e-11)
        }
      }
    }
  }

  @Test func `tables and walks agree`() throws {
    var drawn = DrawnEnsemble(seed: 8, features: 30, outputs: 1)
    let ensemble = try drawn.ensemble(trees: 3, depth: 11)
    let (rows, background) = (drawn.rows(50), drawn.rows(40))
    let groups = FeatureGroups(each: (0..<30).map { Feature("f\($0)") })
    for background in [nil, background] {
      let told = try [1, 1_000, 1_000_000].map { expected in
        try TreeExplainer(
          ensemble, outputs: ["y"], groups: groups, background: background,
          expectedRows: expected
        ).attributions(of: rows, threads: 1)
      }
      for other in told[1...] {
        for (value, wanted) in zip(other.values, told[0].values) {
          #expect(abs(value - wanted) < Self.rounding)
        }
      }
    }
  }

  @Test func `what is kept for the next call is what the first computed`() throws {
    let (ensemble, rows, background) = try drawn(7)
    for background in [nil, background] {
      func explainer() throws -> TreeExplainer {
        try TreeExplainer(
          ensemble, outputs: names(ensemble.outputCount), groups: Self.groups,
          background: background, expectedRows: 1_000_000)
      }
      let used = try explainer()
      _ = try used.interactions(of: rows, threads: 1)
      for semivalue in Semivalue.allCases + Semivalue.allCases {
        let told = used.attributions(of: rows, semivalue, threads: 1)
        #expect(try told == explainer().attributions(of: rows, semivalue, threads: 1))
      }
    }
  }

  @Test(arguments: [false, true])
  func `bytes do not hang on threads and on other rows`(interventional: Bool) throws {
    var drawn = DrawnEnsemble(seed: 21, features: 12, outputs: 2)
    let ensemble = try drawn.ensemble(trees: 9, depth: 9)
    let (rows, background) = (drawn.rows(1237), drawn.rows(30))
    let groups = FeatureGroups(each: (0..<12).map { Feature("f\($0)") })
    let explainer = try TreeExplainer(
      ensemble, outputs: names(2), groups: groups, background: interventional ? background : nil,
      expectedRows: 300)
    let told = explainer.attributions(of: rows, threads: 1)
    let pairs = try explainer.interactions(of: rows, threads: 1)
    for threads in [2, 3] {
      #expect(explainer.attributions(of: rows, threads: threads) == told)
      #expect(try explainer.interactions(of: rows, threads: threads) == pairs)
    }
    let some = [1236, 3, 700]
    let few = CodedFeatures(
      rows.columns.map { column in some.map { column[$0] } }, rowCount: some.count)
    let alone = explainer.attributions(of: few, threads: 1)
    for (place, row) in some.enumerated() {
      #expect(alone.values[place * 24..<place * 24 + 24] == told.values[row * 24..<row * 24 + 24])
    }
  }
}
