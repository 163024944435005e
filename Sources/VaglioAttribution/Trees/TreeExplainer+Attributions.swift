public import VaglioModels

extension TreeExplainer {
  /// The attributions of rows, in the unit of the margin: what each player gains for the coalitions
  /// that it joins.
  ///
  /// - Precondition: as many columns as features of the ensemble; at least one thread; no infinite
  ///   value of a feature that leaves are linear functions of.
  public func attributions(
    of rows: CodedFeatures, _ semivalue: Semivalue = .shapley, threads: Int
  ) -> Attributions {
    checkFinite(rows)
    let run = run(semivalue, hasPairs: false, threads: threads)
    let (width, outputCount) = (features.count, outputs.count)
    let columns = run.plan.columns
    var values = [Double](repeating: 0, count: rows.rowCount * outputCount * width)
    values.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      nonisolated(unsafe) let target = start
      run.forEachRow(of: rows) { row, sums, stride in
        for output in 0..<outputCount {
          let own = target + (row * outputCount + output) * width
          for (place, player) in forest.players.enumerated() {
            own[player] = sums[columns.column(output: output, player: place) * stride]
          }
        }
      }
      let gains = run.plan.gains
      linear?.forEachGame(of: rows, threads: threads) { row, output, game in
        let own = target + (row * outputCount + output) * width
        game.forEachGain(gains) { own[$0] += $1 }
      }
    }
    return Attributions(
      features: features, outputs: outputs, scale: .margin, values: values, baseValues: baseValues)
  }

  /// Stops at values that make a linear function infinite.
  func checkFinite(_ rows: CodedFeatures) {
    precondition(linear?.infinity(in: rows) == nil, "finite values in linear functions of leaves")
  }

  /// A run of rows after the plan for the rows that are expected.
  func run(_ semivalue: Semivalue, hasPairs: Bool, threads: Int) -> TreeRun {
    let key = TreePlanCache.Key(semivalue: semivalue, hasPairs: hasPairs)
    let plan = cache.plan(key) {
      TreePlan(
        forest, semivalue, hasPairs: hasPairs, expecting: expectedRows,
        backgroundCount: background?.rows.rowCount)
    }
    var run = TreeRun(forest: forest, plan: plan, background: background, threads: threads)
    run.kept = cache.tables(key, of: plan) { run.tables(of: $0) }
    return run
  }
}
