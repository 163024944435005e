public import VaglioModels

extension SampledExplainer {
  /// How pairs of features act together, exactly: rows × outputs × features × features.
  ///
  /// Off the diagonal stands half of the Shapley interaction index of a pair (Grabisch and Roubens
  /// 1999, doi:10.1007/s001820050125), on it what is left of the feature's attribution, so that every
  /// line adds up to the attribution and the matrix to the output less the base value. All coalitions
  /// are asked about.
  ///
  /// Refused: no rows, rows of other columns, more than 16 players in which a row differs from one of
  /// the background, answers that are not finite.
  public func interactions(
    of rows: FeatureMatrix, batch: Int = 1 << 14
  ) throws(AttributionError) -> [Double] {
    try check(rows, .exact, nil)
    var game = try game(rows, batch: batch)
    let (players, outputs) = (groups.count, game.outputCount)
    var values = [Double](repeating: 0, count: rows.rowCount * outputs * players * players)
    for row in 0..<rows.rowCount {
      for (background, weight) in game.weights.enumerated() {
        let order = game.differing(row: row, background: background)
        for (output, table) in try game.tables(order, row: row, background: background).enumerated()
        {
          let start = (row * outputs + output) * players * players
          add(table, order, weight) { values[start + $0] += $1 }
        }
      }
    }
    return values
  }

  /// Adds halves of indices, and to the diagonal what they leave of the attributions.
  private func add(
    _ table: CoalitionTable, _ order: [Int32], _ weight: Double, _ add: (Int, Double) -> Void
  ) {
    let indices = table.interactionIndices()
    for (place, value) in table.shapleyValues().enumerated() {
      let line = Int(order[place]) * groups.count
      var rest = value
      for (other, second) in order.enumerated() where other != place {
        let half = indices[place * order.count + other] / 2
        rest -= half
        add(line + Int(second), weight * half)
      }
      add(line + Int(order[place]), weight * rest)
    }
  }
}

extension CoalitionGame {
  /// The worths of all coalitions of the differing players against one background row, output by
  /// output.
  fileprivate mutating func tables(
    _ order: [Int32], row: Int, background: Int
  ) throws(AttributionError) -> [CoalitionTable] {
    guard order.count <= CoalitionTable.mostPlayers else {
      throw .refused(
        "row \(row + 1) differs from a row of the background in \(order.count) players, and all "
          + "coalitions are asked about up to \(CoalitionTable.mostPlayers)",
        remedy: "group features")
    }
    var requests = CoalitionRequests(players: players)
    for coalition in 0..<1 << order.count {
      requests.append(row: row, background: background)
      for place in order.indices where coalition & 1 << place != 0 {
        requests.insert(order[place])
      }
    }
    let worths = try worths(of: requests)
    return (0..<outputCount).map { output in
      CoalitionTable(
        players: order.count,
        worths: stride(from: output, to: worths.count, by: outputCount).map { worths[$0] })
    }
  }
}
