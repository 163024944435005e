import Testing
import VaglioEvaluation

@testable import VaglioAttribution

@Suite struct RowShuffleTests {
  @Test(arguments: [2, 3, 17, 1000])
  func `every row gives once, and never to itself`(count: Int) {
    let donors = RowShuffle(rows: Rows(count: count), seed: 1).donors(group: "a", repetition: 3)
    #expect(Set(donors) == Set(0..<Int32(count)))
    #expect(donors.enumerated().allSatisfy { Int($1) != $0 })
  }

  @Test func `groups, repeats and seeds give other orders`() {
    let rows = Rows(count: 50)
    let orders = [
      RowShuffle(rows: rows, seed: 1).donors(group: "a", repetition: 0),
      RowShuffle(rows: rows, seed: 1).donors(group: "a", repetition: 1),
      RowShuffle(rows: rows, seed: 1).donors(group: "b", repetition: 0),
      RowShuffle(rows: rows, seed: 2).donors(group: "a", repetition: 0),
    ]
    #expect(Set(orders).count == 4)
  }

  @Test func `the same rows in another order take from the same rows`() {
    let keys: [UInt64] = [11, 22, 33, 44, 55]
    let turned = [3, 1, 4, 0, 2]
    let straight = RowShuffle(rows: Rows(count: 5, keys: keys), seed: 9)
      .donors(group: "a", repetition: 0)
    let other = RowShuffle(rows: Rows(count: 5, keys: turned.map { keys[$0] }), seed: 9)
      .donors(group: "a", repetition: 0)
    for (place, row) in turned.enumerated() {
      #expect(turned[Int(other[place])] == Int(straight[row]))
    }
  }

  @Test func `weighted rows give in proportion to their weight`() {
    let weights = Weights([1, 0, 2, 5], kind: .importance)
    let shuffle = RowShuffle(rows: Rows(count: 4, weights: weights), seed: 4)
    var given = [Double](repeating: 0, count: 4)
    let repeats = 4000
    for repetition in 0..<repeats {
      given[Int(shuffle.donors(group: "a", repetition: repetition)[0])] += 1 / Double(repeats)
    }
    #expect(given[1] == 0)
    // Four standard errors of a share p of 4000: 4√(p(1 − p)/4000), at most 0.0317.
    for (share, weight) in zip(given, [1.0, 0, 2, 5]) { #expect(abs(share - weight / 8) < 0.0317) }
  }
}
