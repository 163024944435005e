import Testing

@testable import VaglioAttribution

@Suite struct CoalitionTableTests {
  /// A game of four players without any symmetry.
  static let worths: [Double] = [0, 10, 3, 10, 0, 4, 22, 23, 7, 5, 17, 12, 21, 13, 19, 2]

  @Test func `Shapley values are means over all orders`() {
    let table = CoalitionTable(players: 4, worths: Self.worths)
    let expected = shapleyByOrders(4) { coalition in
      Self.worths[coalition.reduce(0) { $0 | 1 << $1 }]
    }
    for (value, other) in zip(table.shapleyValues(), expected) {
      // Sums of 64 terms below 32, each rounded a few times.
      #expect(abs(value - other) < 0x1p-40)
    }
  }

  @Test func `three gloves: the rare one gets two thirds`() {
    // One left glove (player 0) and two right ones; a pair is worth 1.
    let worths = [0.0, 0, 0, 1, 0, 1, 0, 1]
    let values = CoalitionTable(players: 3, worths: worths).shapleyValues()
    #expect(abs(values[0] - 2.0 / 3) < 1e-15)
    #expect(abs(values[1] - 1.0 / 6) < 1e-15)
    #expect(values[1] == values[2])
  }

  @Test func `Owen values are means over the orders in which groups stay together`() {
    let groups = [0, 1, 0, 1]
    let table = CoalitionTable(players: 4, worths: Self.worths)
    var sums = [0.0, 0, 0, 0]
    for order in [[0, 2, 1, 3], [0, 2, 3, 1], [2, 0, 1, 3], [2, 0, 3, 1]] {
      for order in [order, order.reversed()] {
        var coalition = 0
        for player in order {
          let next = coalition | 1 << player
          sums[player] += Self.worths[next] - Self.worths[coalition]
          coalition = next
        }
      }
    }
    for (value, sum) in zip(table.owenValues(groupOfPlayer: groups), sums) {
      #expect(abs(value - sum / 8) < 1e-13)
    }
  }

  @Test(arguments: [[0, 0, 0, 0], [0, 1, 2, 3]])
  func `one group or groups of one leave Shapley values as they are`(groups: [Int]) {
    let table = CoalitionTable(players: 4, worths: Self.worths)
    for (value, other) in zip(table.owenValues(groupOfPlayer: groups), table.shapleyValues()) {
      #expect(abs(value - other) < 1e-13)
    }
  }

  @Test(arguments: [[0, 1, 0, 1, 2], [0, 0, 0, 0, 0], [4, 3, 2, 1, 0], [0, 0, 0, 1, 1]])
  func `Owen values look at no other coalitions than those counted`(groups: [Int]) {
    var worths = (0..<32).map { Double(($0 &* 2_654_435_761) % 97) }
    let values = CoalitionTable(players: 5, worths: worths).owenValues(groupOfPlayer: groups)
    let needed = CoalitionTable.coalitions(players: 5, groupOfPlayer: groups)
    #expect(
      needed.count == CoalitionTable.coalitionCount(players: 5, groupOfPlayer: groups))
    for coalition in 1..<31 where !needed.contains(coalition) { worths[coalition] = .nan }
    let found = CoalitionTable(players: 5, worths: worths).owenValues(groupOfPlayer: groups)
    #expect(found == values)
  }

  @Test func `a product of two players is their interaction`() {
    // v = 3·[0 and 2] + 5·[1]
    let worths = [0.0, 0, 5, 5, 0, 3, 5, 8]
    let indices = CoalitionTable(players: 3, worths: worths).interactionIndices()
    #expect(indices[2] == 3 && indices[6] == 3)
    #expect(abs(indices[1]) < 1e-15 && abs(indices[5]) < 1e-15)
  }
}
