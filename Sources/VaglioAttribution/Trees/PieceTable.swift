/// How the table of a piece is laid out: what its leaves give to each player for every index of
/// bits.
///
/// Bit j of an index says whether the row passed all questions of the j-th player on the way to the
/// piece, bit w + q whether it goes to the left at the piece's question q, w being the number of
/// players on the way.
struct PieceTable: Sendable {
  let piece: TreePiece
  /// Where the sums begin that each value of an entry is added to; even in number, the last may be
  /// sums that nobody reads.
  let targets: [Int32]
  private let outputs: Int
  private let hasPairs: Bool

  /// The number of indices.
  var entryCount: Int { 1 << piece.bits }
  /// The number of values.
  var valueCount: Int { entryCount * targets.count }

  /// The layout for a piece of a tree.
  init(_ piece: TreePiece, of tree: PlayerTree, _ columns: AttributionColumns) {
    self.piece = piece
    (outputs, hasPairs) = (tree.width, columns.hasPairs)
    var places: [Int32] = []
    for output in tree.firstOutput..<tree.firstOutput + tree.width {
      for player in piece.players {
        places.append(Int32(columns.column(output: output, player: player)))
      }
      guard columns.hasPairs else { continue }
      for (place, player) in piece.players.enumerated() {
        for other in piece.players[..<place] {
          places.append(Int32(columns.column(output: output, player, other)))
        }
      }
    }
    if places.count % 2 == 1 { places.append(Int32(columns.count)) }
    targets = places.map { $0 * Int32(columns.blockRows) }
  }

  /// The values of an output in an entry: players, then pairs.
  private var perOutput: Int {
    let players = piece.players.count
    return players + (hasPairs ? AttributionColumns.pairCount(players) : 0)
  }

  /// Writes the table. `background` says how many rows of the background, of 1 in all, have each
  /// index; `nil` takes the shares of the training rows instead.
  func fill(
    _ table: UnsafeMutablePointer<Double>, values: [Double], background: [Double]?,
    rules: SemivalueRules
  ) {
    table.update(repeating: 0, count: valueCount)
    let leaves = piece.leaves.map { (leaf: $0, players: localPlayers(of: $0)) }
    let passers = passers
    let most = leaves.map(\.players.count).max() ?? 0
    let room = LeafGame.room(players: most, hasPairs: hasPairs) + 1 << most
    let sums = 3 * outputs << piece.bits
    withUnsafeTemporaryAllocation(of: Double.self, capacity: room + sums) { buffer in
      guard let room = buffer.baseAddress else { return }
      let joint = room + (buffer.count - sums)
      joint.update(repeating: 0, count: sums)
      for (leaf, players) in leaves {
        add(leaf, players, passers, to: table, joint, values, background, rules, room: room)
      }
      if !hasPairs { add(passers, joint, to: table) }
    }
  }

  /// The places of a leaf's players in the piece.
  private func localPlayers(of leaf: TreePiece.Leaf) -> [Int] {
    var isAsked = [Bool](repeating: false, count: piece.players.count)
    for demand in leaf.demands { isAsked[demand.place] = true }
    return piece.players.indices.filter { $0 < piece.wayCount || isAsked[$0] }
  }

  /// For each player whether it is on the way and not asked again in the piece: its gains need the
  /// leaves' sums only. With pairs there are none.
  private var passers: [Bool] {
    var passes = piece.players.indices.map { !hasPairs && $0 < piece.wayCount }
    for leaf in piece.leaves {
      for demand in leaf.demands { passes[demand.place] = false }
    }
    return passes
  }
}

extension PieceTable {
  /// Adds what a leaf gives.
  private func add(
    _ leaf: TreePiece.Leaf, _ players: [Int], _ passers: [Bool],
    to table: UnsafeMutablePointer<Double>, _ joint: UnsafeMutablePointer<Double>,
    _ values: [Double], _ background: [Double]?,
    _ rules: SemivalueRules, room: UnsafeMutablePointer<Double>
  ) {
    let patterns = LeafPatterns(leaf, of: piece, players: players)
    let game = game(of: leaf, players, patterns, background, rules, room: room)
    for output in 0..<outputs {
      let value = values[leaf.number * outputs + output]
      let entry = table + output * perOutput
      for (local, place) in players.enumerated() where !passers[place] {
        patterns.forEach { index, pattern in
          entry[index * targets.count + place] += value * game.gain(local, pattern)
        }
      }
      if hasPairs {
        addPairs(game, players, patterns, value, to: entry)
      } else {
        addJoint(game, patterns, value, to: joint + (3 * output) << piece.bits)
      }
    }
  }

  /// The game of a leaf.
  private func game(
    of leaf: TreePiece.Leaf, _ players: [Int], _ patterns: LeafPatterns, _ background: [Double]?,
    _ rules: SemivalueRules, room: UnsafeMutablePointer<Double>
  ) -> LeafGame {
    let complement: LeafGame.Complement
    if let background {
      let counts = room + LeafGame.room(players: players.count, hasPairs: hasPairs)
      counts.update(repeating: 0, count: 1 << players.count)
      patterns.forEach { index, pattern in counts[pattern] += background[index] }
      complement = .patterns(UnsafePointer(counts))
    } else {
      var shares = players.map { $0 < piece.wayCount ? piece.shares[$0] : 1 }
      for demand in leaf.demands {
        guard let place = players.firstIndex(of: demand.place) else { continue }
        shares[place] *= demand.share
      }
      complement = .shares(shares)
    }
    return LeafGame(
      players: players.count, complement, rule: rules.rule(players: players.count),
      hasPairs: hasPairs, room: room)
  }

  private func addPairs(
    _ game: LeafGame, _ players: [Int], _ patterns: LeafPatterns, _ value: Double,
    to entry: UnsafeMutablePointer<Double>
  ) {
    for local in players.indices {
      for other in 0..<local {
        let (high, low) = (players[local], players[other])
        let column = piece.players.count + AttributionColumns.pairCount(high) + low
        patterns.forEach { index, pattern in
          entry[index * targets.count + column] += value * game.gain(local, other, pattern)
        }
      }
    }
  }

  private func addJoint(
    _ game: LeafGame, _ patterns: LeafPatterns, _ value: Double,
    to joint: UnsafeMutablePointer<Double>
  ) {
    for sum in [LeafGame.Sum.passed, .flipped, .failed] {
      let (source, target) = (game.all(sum), joint + sum.rawValue << piece.bits)
      patterns.forEach { index, pattern in target[index] += value * source[pattern] }
    }
  }

  /// Adds what the passers gain, from the leaves' sums.
  private func add(
    _ passers: [Bool], _ joint: UnsafePointer<Double>, to table: UnsafeMutablePointer<Double>
  ) {
    let stride = targets.count
    for output in 0..<outputs {
      let passed = joint + (3 * output) << piece.bits
      let flipped = passed + 1 << piece.bits
      let failed = flipped + 1 << piece.bits
      for place in passers.indices where passers[place] {
        let bit = 1 << place
        let target = table + output * perOutput + place
        for index in 0..<entryCount {
          target[index * stride] =
            index & bit == 0 ? -failed[index] : passed[index] - flipped[index ^ bit]
        }
      }
    }
  }
}
