extension PermutationSampling {
  /// What the composites of one row and background row are for.
  struct Unit {
    let estimate: Int
    let background: Int
    /// The pair's number; `nil` where all coalitions are asked about.
    let round: Int?
    let order: [Int32]
    let start: Int
  }

  /// Asks about the coming rounds of all rows, some thousand composites at a time.
  mutating func draw(
    _ plan: [Int], into estimates: inout [RowEstimate]
  ) throws(AttributionError) {
    var requests = CoalitionRequests(players: game.players)
    var units: [Unit] = []
    for index in estimates.indices {
      let rounds = estimates[index].rounds..<estimates[index].rounds + plan[index]
      for background in game.weights.indices {
        let isExact = estimates[index].isExact[background]
        if isExact, !estimates[index].isPending[background] { continue }
        estimates[index].isPending[background] = false
        for round in isExact ? 0..<1 : rounds {
          let unit = unit(
            index, estimates[index], background, isExact ? nil : round, requests.count)
          let size = size(unit)
          if requests.count > 0, requests.count + size > game.batch {
            try absorb(&units, &requests, into: &estimates)
            units.append(
              Unit(
                estimate: index, background: background, round: unit.round, order: unit.order,
                start: 0))
          } else {
            units.append(unit)
          }
          ask(unit, row: estimates[index].row, &requests)
        }
      }
    }
    try absorb(&units, &requests, into: &estimates)
  }

  private func unit(
    _ index: Int, _ estimate: RowEstimate, _ background: Int, _ round: Int?, _ start: Int
  ) -> Unit {
    let players = estimate.differing[background]
    let order =
      round.map {
        draws.order(
          of: players, row: keys[estimate.row], background: background, round: $0)
      } ?? players
    return Unit(
      estimate: index, background: background, round: round, order: order, start: start)
  }

  /// How many composites a unit asks about: those between no player and all.
  private func size(_ unit: Unit) -> Int {
    let count = unit.order.count
    guard count > 1 else { return 0 }
    guard unit.round == nil else { return 2 * (count - 1) }
    return CoalitionTable.coalitionCount(players: count, groupOfPlayer: groups(of: unit.order))
  }

  /// A pair asks about each beginning of its order, and about the players left over.
  private func ask(_ unit: Unit, row: Int, _ requests: inout CoalitionRequests) {
    let order = unit.order
    guard order.count > 1 else { return }
    guard unit.round != nil else {
      let coalitions = CoalitionTable.coalitions(
        players: order.count, groupOfPlayer: groups(of: order))
      for coalition in coalitions {
        requests.append(row: row, background: unit.background)
        for place in order.indices where coalition & 1 << place != 0 {
          requests.insert(order[place])
        }
      }
      return
    }
    for length in 1..<order.count {
      requests.append(row: row, background: unit.background)
      for place in 0..<length { requests.insert(order[place]) }
      requests.append(row: row, background: unit.background)
      for place in length..<order.count { requests.insert(order[place]) }
    }
  }

  private mutating func absorb(
    _ units: inout [Unit], _ requests: inout CoalitionRequests,
    into estimates: inout [RowEstimate]
  ) throws(AttributionError) {
    let worths = try game.worths(of: requests)
    for unit in units {
      for output in 0..<game.outputCount {
        absorb(unit, output, worths, into: &estimates[unit.estimate])
      }
    }
    units.removeAll(keepingCapacity: true)
    requests.removeAll()
  }

  private func absorb(
    _ unit: Unit, _ output: Int, _ worths: [Double], into estimate: inout RowEstimate
  ) {
    let count = unit.order.count
    guard count > 0 else { return }
    let none = game.backgroundAnswers[unit.background * game.outputCount + output]
    let all = game.answers[estimate.row * game.outputCount + output]
    func worth(_ index: Int) -> Double {
      worths[(unit.start + index) * game.outputCount + output]
    }
    guard let round = unit.round else {
      let groups = groups(of: unit.order)
      var table = [Double](repeating: 0, count: 1 << count)
      (table[0], table[table.count - 1]) = (none, all)
      let coalitions = CoalitionTable.coalitions(players: count, groupOfPlayer: groups)
      for (index, coalition) in coalitions.enumerated() { table[coalition] = worth(index) }
      let game = CoalitionTable(players: count, worths: table)
      let values = groups.map(game.owenValues) ?? game.shapleyValues()
      estimate.set(values, players: unit.order, background: unit.background, output: output)
      return
    }
    // The player at a place is added to those before it, and to those behind it.
    var values: [Double] = []
    values.reserveCapacity(count)
    var (before, from) = (none, all)
    for place in 0..<count {
      let isLast = place == count - 1
      let after = isLast ? all : worth(2 * place)
      let behind = isLast ? none : worth(2 * place + 1)
      values.append(0.5 * ((after - before) + (from - behind)))
      (before, from) = (after, behind)
    }
    estimate.add(
      values, players: unit.order, background: unit.background, output: output, earlier: round,
      weight: game.weights[unit.background])
  }
}
