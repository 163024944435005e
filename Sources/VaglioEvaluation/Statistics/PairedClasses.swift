/// How many rows fall into each triple of label, candidate's class and production's class.
struct PairedClasses: Sendable {
  /// A triple that occurs.
  struct Entry: Hashable, Sendable {
    let label: Int
    let candidate: Int
    let production: Int
    /// Its rows, whole ones.
    let weight: Double
  }

  /// The triples that occur, ascending.
  let entries: [Entry]
  let width: Int

  /// The triples of all rows, which count as whole rows.
  init(_ pair: Paired<MulticlassOutcomes>) {
    let (candidate, production) = (pair.candidate, pair.production)
    let width = candidate.classes.count
    func key(_ row: Int) -> Int {
      (Int(candidate.labels[row]) * width + Int(candidate.predicted[row])) * width
        + Int(production.predicted[row])
    }
    func weight(_ row: Int) -> Int { pair.rows.weights.map { Int($0.ticks[row]) } ?? 1 }
    let all = width * width * width
    var counted: [(key: Int, weight: Int)]
    if all <= 1 << 20 {
      var counts = [Int](repeating: 0, count: all)
      for row in 0..<pair.rows.count { counts[key(row)] &+= weight(row) }
      counted = counts.indices.lazy.filter { counts[$0] > 0 }.map { ($0, counts[$0]) }
    } else {
      var counts: [Int: Int] = [:]
      for row in 0..<pair.rows.count { counts[key(row), default: 0] += weight(row) }
      counted = counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
    self.width = width
    entries = counted.map { key, weight in
      Entry(
        label: key / width / width, candidate: key / width % width, production: key % width,
        weight: Double(weight))
    }
  }

  /// The rows in a share under one model only.
  func discordance(_ share: ClassShare) -> Discordance {
    var (onlyCandidate, onlyProduction, both, rows) = (0, 0, 0, 0)
    for entry in entries where share.isCounted(entry.label) {
      let count = Int(entry.weight)
      rows += count
      switch (
        share.isSuccess(entry.label, entry.candidate),
        share.isSuccess(entry.label, entry.production)
      ) {
      case (true, true): both += count
      case (true, false): onlyCandidate += count
      case (false, true): onlyProduction += count
      case (false, false): break
      }
    }
    return Discordance(
      onlyCandidate: onlyCandidate, onlyProduction: onlyProduction, both: both, rows: rows)
  }

  /// The triples, and for every class that occurs half a row more of each of: both right, only the
  /// candidate right, only production right, both wrong alike; wrong ones spread over the other
  /// classes. With two classes that is half a row in every pair of cells.
  var smoothed: [Entry] {
    let others = Double(max(1, width - 1))
    let additions = Set(entries.map(\.label)).sorted().flatMap { label in
      [Entry(label: label, candidate: label, production: label, weight: 0.5)]
        + (0..<width).filter { $0 != label }.flatMap { wrong in
          [
            Entry(label: label, candidate: label, production: wrong, weight: 0.5 / others),
            Entry(label: label, candidate: wrong, production: label, weight: 0.5 / others),
            Entry(label: label, candidate: wrong, production: wrong, weight: 0.5 / others),
          ]
        }
    }
    return entries + additions
  }

  /// The table of one model.
  func margin(_ entries: [Entry], of side: KeyPath<Entry, Int>, _ classes: [String]) -> ClassTable {
    var weights = [Double](repeating: 0, count: width * width)
    for entry in entries { weights[entry.label * width + entry[keyPath: side]] += entry.weight }
    return ClassTable(classes: classes, weights: weights, squares: weights)
  }
}

/// A share of rows among those that the label picks: accuracy, the recall of a class.
struct ClassShare {
  /// Whether the rows of a class are among those of which it is a share.
  let isCounted: (_ label: Int) -> Bool
  /// Whether rows of a class with a prediction belong to the share.
  let isSuccess: (_ label: Int, _ predicted: Int) -> Bool
}
