/// The Shapley values of one explained row against each row of the background by itself, as far as
/// they are known. Their weighted mean is the row's attributions; how they spread over rounds is the
/// error of the coalitions, and how they spread over the background that of the background.
struct RowEstimate {
  let row: Int
  let outputCount: Int
  let players: Int
  /// For each background row the players in which the rows differ.
  let differing: [[Int32]]
  /// For each background row how many coalitions an exact answer asks about.
  let prices: [Int]
  /// For each background row whether all coalitions are asked about, and whether they still are to
  /// be.
  private(set) var isExact: [Bool]
  var isPending: [Bool]
  /// How many pairs each of the others has.
  private(set) var rounds = 0

  /// Background × outputs × players: the mean over the pairs, and the sum of squares about it.
  private(set) var means: [Double]
  private(set) var squares: [Double]
  /// Outputs × players × players: Σ_b w_b² times the sums of products about the means, over background
  /// rows that differ in too many players to become exact.
  private(set) var products: [Double]?
  /// The same for each of the others by itself, outputs × differing players².
  private(set) var ownProducts: [Int: [Double]] = [:]

  /// Above this number of players errors are not kept for pairs of them.
  static let mostPairedPlayers = 256

  init(row: Int, outputCount: Int, players: Int, differing: [[Int32]], prices: [Int]) {
    (self.row, self.outputCount, self.players) = (row, outputCount, players)
    (self.differing, self.prices) = (differing, prices)
    isExact = differing.map { $0.count <= 1 }
    isPending = isExact
    means = [Double](repeating: 0, count: differing.count * outputCount * players)
    squares = means
    products =
      players <= Self.mostPairedPlayers
      ? [Double](repeating: 0, count: outputCount * players * players) : nil
  }

  /// How many composite rows a round of pairs asks about.
  var roundCost: Int {
    zip(differing, isExact).reduce(0) { $0 + ($1.1 ? 0 : 2 * ($1.0.count - 1)) }
  }

  /// Whether pairs are drawn for some row of the background.
  var isSampled: Bool { isExact.contains(false) }

  /// What the exact answers ask about, and so many rounds of the others.
  func cost(rounds: Int) -> Int {
    zip(prices, isExact).reduce(rounds * roundCost) { $0 + ($1.1 ? $1.0 : 0) }
  }

  /// Asks about all coalitions where that costs at most as much as so many rounds, and forgets the
  /// pairs there.
  mutating func becomeExact(within pairs: Int) {
    for background in differing.indices where !isExact[background] {
      let count = differing[background].count
      guard count <= CoalitionTable.mostPlayers, prices[background] <= pairs * 2 * (count - 1)
      else { continue }
      isExact[background] = true
      isPending[background] = true
      ownProducts[background] = nil
      let width = outputCount * players
      for index in background * width..<(background + 1) * width { squares[index] = 0 }
    }
  }

  /// Takes exact values against a row of the background in.
  mutating func set(_ values: [Double], players order: [Int32], background: Int, output: Int) {
    let start = (background * outputCount + output) * players
    for (player, value) in zip(order, values) { means[start + Int(player)] = value }
  }

  /// Takes the values of a pair in, by the players' order; `earlier` pairs are in already.
  mutating func add(
    _ values: [Double], players order: [Int32], background: Int, output: Int, earlier: Int,
    weight: Double
  ) {
    let start = (background * outputCount + output) * players
    let count = Double(earlier + 1)
    var before = values
    var after = values
    for (place, player) in order.enumerated() {
      let index = start + Int(player)
      before[place] = values[place] - means[index]
      means[index] += before[place] / count
      after[place] = values[place] - means[index]
      squares[index] += before[place] * after[place]
    }
    guard earlier > 0, products != nil else { return }
    if order.count <= CoalitionTable.mostPlayers {
      addOwnProducts(before, after, order, background, output, weight * weight)
    } else {
      addProducts(before, after, order, output, weight * weight)
    }
  }

  private mutating func addProducts(
    _ before: [Double], _ after: [Double], _ order: [Int32], _ output: Int, _ weight: Double
  ) {
    let start = output * players * players
    let players = players
    products?.withUnsafeMutableBufferPointer { products in
      for first in order.indices {
        let line = start &+ Int(order[first]) &* players
        let scaled = weight * before[first]
        for second in order.indices {
          products[line &+ Int(order[second])] += scaled * after[second]
        }
      }
    }
  }

  private mutating func addOwnProducts(
    _ before: [Double], _ after: [Double], _ order: [Int32], _ background: Int, _ output: Int,
    _ weight: Double
  ) {
    let count = order.count
    let players = differing[background]
    // Places among the differing players, which ascend.
    let places = order.map { player in players.firstIndex(of: player) ?? 0 }
    var own =
      ownProducts.removeValue(forKey: background)
      ?? [Double](repeating: 0, count: outputCount * count * count)
    for first in 0..<count {
      let line = (output * count + places[first]) * count
      let scaled = weight * before[first]
      for second in 0..<count { own[line + places[second]] += scaled * after[second] }
    }
    ownProducts[background] = own
  }

  /// Counts rounds whose pairs are in.
  mutating func count(rounds more: Int) { rounds += more }
}
