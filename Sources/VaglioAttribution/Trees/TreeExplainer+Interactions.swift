public import VaglioModels

extension TreeExplainer {
  /// The most values that interactions may have: 2 GiB.
  static let mostInteractions = 1 << 28

  /// The interactions of rows, in the unit of the margin; refused where they would take more than 2
  /// GiB.
  ///
  /// - Precondition: as many columns as features of the ensemble; at least one thread; no infinite
  ///   value of a feature that leaves are linear functions of.
  public func interactions(
    of rows: CodedFeatures, _ semivalue: Semivalue = .shapley, threads: Int
  ) throws(AttributionError) -> InteractionValues {
    let width = features.count
    let perRow = outputs.count * width * width
    guard rows.rowCount <= Self.mostInteractions / perRow else {
      throw .refused(
        "interactions of \(rows.rowCount) rows, \(outputs.count) outputs and \(width) features "
          + "do not fit in memory",
        remedy: "explain \(Self.mostInteractions / perRow) rows at a time, or group features")
    }
    checkFinite(rows)
    let run = run(semivalue, hasPairs: true, threads: threads)
    var values = [Double](repeating: 0, count: rows.rowCount * perRow)
    values.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      nonisolated(unsafe) let target = start
      run.forEachRow(of: rows) { row, sums, stride in
        for output in 0..<outputs.count {
          fill(
            target + (row * outputs.count + output) * width * width, output, sums, stride,
            run.plan.columns)
        }
      }
      let gains = run.plan.gains
      linear?.forEachGame(of: rows, threads: threads) { row, output, game in
        let matrix = target + (row * outputs.count + output) * width * width
        game.forEachGain(gains) { matrix[$0 * width + $0] += $1 }
        game.forEachPair(gains) { first, second, gain in
          for (place, other) in [(first, second), (second, first)] {
            matrix[place * width + other] += gain / 2
            matrix[place * width + place] -= gain / 2
          }
        }
      }
    }
    return InteractionValues(
      features: features, outputs: outputs, scale: .margin, values: values, baseValues: baseValues)
  }

  /// Writes the matrix of an output of a row.
  private func fill(
    _ matrix: UnsafeMutablePointer<Double>, _ output: Int, _ sums: UnsafePointer<Double>,
    _ stride: Int, _ columns: AttributionColumns
  ) {
    let width = features.count
    let players = forest.players
    for (place, player) in players.enumerated() {
      let own = columns.column(output: output, player: place)
      matrix[player * width + player] += sums[own * stride]
      for other in place + 1..<max(players.count, place + 1) {
        let pair = columns.column(output: output, place, other)
        let half = sums[pair * stride] / 2
        let otherPlayer = players[other]
        matrix[player * width + otherPlayer] = half
        matrix[otherPlayer * width + player] = half
        matrix[player * width + player] -= half
        matrix[otherPlayer * width + otherPlayer] -= half
      }
    }
  }
}
