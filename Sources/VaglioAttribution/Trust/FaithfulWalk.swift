internal import VaglioModels

/// The areas of each row along its orders, averaged over them, and the curves behind.
struct WalkedAreas {
  var insertion: [Double] = []
  var deletion: [Double] = []
  /// Per step one number a row.
  var insertionSteps: [[Double]]
  var deletionSteps: [[Double]]

  func curve(
    _ order: String, _ shares: [Double], _ design: RowDesign
  ) -> Faithfulness.Curve {
    Faithfulness.Curve(
      order: order, shares: shares, insertion: insertionSteps.map { design.mean(of: $0) },
      deletion: deletionSteps.map { design.mean(of: $0) })
  }
}

/// The model along orders of features, from background to row and back.
struct FaithfulWalk {
  private let composites: CompositeRows
  private let call: ModelCall
  private let batch: Int
  /// How many features were taken at each step; the first is 0, the last all.
  private let taken: [Int]
  /// The mean output over the background.
  private let base: Double
  /// The output of each row.
  private let full: [Double]
  /// 1 where the row's output is at least the base, else −1.
  let directions: [Double]
  let shares: [Double]

  init(
    composites: CompositeRows, _ call: ModelCall, _ options: Faithfulness.Options
  ) throws(AttributionError) {
    (self.composites, self.call, batch) = (composites, call, options.batch)
    let count = composites.rows.columns.count
    let steps = min(options.steps, count)
    taken = (0...steps).map { ($0 * count + steps / 2) / steps }
    shares = taken.map { Double($0) / Double(count) }
    let background = try call.values(composites.background, rows: "background row")
    let base = background.reduce(0, +) / Double(background.count)
    full = try call.values(composites.rows)
    try call.checkRepeats(composites.rows, said: full)
    self.base = base
    directions = full.map { $0 >= base ? 1 : -1 }
  }

  /// The areas of all rows; each has as many orders as the first.
  func areas(
    _ rowCount: Int, orders: (Int) -> [[Int]]
  ) throws(AttributionError) -> WalkedAreas {
    let inner = taken.dropFirst().dropLast()
    let none = [[Double]](repeating: [], count: taken.count)
    var areas = WalkedAreas(insertionSteps: none, deletionSteps: none)
    // Rows are taken in blocks, so that no more requests wait than a few calls have room for.
    let own = orders(0).count * 2 * inner.count
    let block = max(1, 8 * max(1, batch / composites.background.rowCount) / max(1, own))
    for start in stride(from: 0, to: rowCount, by: block) {
      let rows = start..<min(start + block, rowCount)
      let requests = rows.flatMap { row in
        orders(row).flatMap { order in inner.flatMap { self.requests(row, order, taken: $0) } }
      }
      let means = try composites.means(of: requests, call, batch: batch)
      for (index, row) in rows.enumerated() {
        add(row, Array(means[index * own..<(index + 1) * own]), to: &areas)
      }
    }
    return areas
  }

  /// The composites with so many features inserted, and deleted.
  private func requests(_ row: Int, _ order: [Int], taken count: Int) -> [CompositeRows.Request] {
    var kept = [Bool](repeating: false, count: order.count)
    for feature in order.prefix(count) { kept[feature] = true }
    return [
      CompositeRows.Request(row: row, isKept: kept),
      CompositeRows.Request(row: row, isKept: kept.map { !$0 }),
    ]
  }

  /// Adds a row, whose means stand order by order, step by step, insertion before deletion.
  private func add(_ row: Int, _ means: [Double], to areas: inout WalkedAreas) {
    let inner = taken.count - 2
    let orders = inner > 0 ? means.count / (2 * inner) : 1
    let end = (full[row] - base) * directions[row]
    var (insertion, deletion) = (
      [Double](repeating: 0, count: taken.count), [Double](repeating: 0, count: taken.count)
    )
    for order in 0..<orders {
      for step in 0..<inner {
        let index = 2 * (order * inner + step)
        insertion[step + 1] += (means[index] - base) * directions[row] / Double(orders)
        deletion[step + 1] += (means[index + 1] - base) * directions[row] / Double(orders)
      }
    }
    (insertion[taken.count - 1], deletion[0]) = (end, end)
    areas.insertion.append(area(insertion))
    areas.deletion.append(area(deletion))
    for step in taken.indices {
      areas.insertionSteps[step].append(insertion[step])
      areas.deletionSteps[step].append(deletion[step])
    }
  }

  /// The area under a curve over the shares, by the trapezium rule.
  private func area(_ curve: [Double]) -> Double {
    shares.indices.dropFirst().reduce(0) {
      $0 + (shares[$1] - shares[$1 - 1]) * (curve[$1] + curve[$1 - 1]) / 2
    }
  }
}
