import VaglioModels
import VaglioTables

/// A model that is a function of a row's numbers, texts standing for their lengths.
struct ClosureModel: MarginModel {
  let function: @Sendable ([Double]) -> [Double]
  let width: Int
  let outputCount: Int
  /// Called with the rows of each call.
  var asked: @Sendable (FeatureMatrix) -> Void = { _ in }

  var summary: ModelSummary { ModelSummary(format: "function", facts: []) }
  var features: [Feature]? { (0..<width).map { Feature("x\($0)") } }
  var output: ModelOutput {
    ModelOutput(.value, task: .regression, names: (0..<outputCount).map { "y\($0)" })
  }
  var link: Link { .identity }

  init(_ width: Int, outputs: Int = 1, _ function: @escaping @Sendable ([Double]) -> [Double]) {
    (self.width, outputCount, self.function) = (width, outputs, function)
  }

  init(_ width: Int, _ function: @escaping @Sendable ([Double]) -> Double) {
    self.init(width, outputs: 1) { [function($0)] }
  }

  func margins(of rows: FeatureMatrix, threads: Int) throws(ModelError) -> OutputMatrix {
    asked(rows)
    let columns = rows.columns.map { column -> [Double] in
      switch column {
      case .numbers(let numbers): numbers
      case .texts(let texts): (0..<rows.rowCount).map { Double(texts[$0]?.count ?? -1) }
      }
    }
    let values = (0..<rows.rowCount).flatMap { row in function(columns.map { $0[row] }) }
    return OutputMatrix(values: values, outputCount: outputCount)
  }

  func predictions(of rows: FeatureMatrix, threads: Int) throws(ModelError) -> OutputMatrix {
    try margins(of: rows, threads: threads)
  }
}

/// Numbers drawn from a seed.
struct SeededRows {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 }

  /// A number between −1 and 1.
  mutating func number() -> Double {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return Double((z ^ (z >> 31)) >> 11) * 0x1p-52 - 1
  }

  /// A standard normal number, as a sum of twelve uniform ones.
  mutating func normal() -> Double { (0..<12).reduce(0) { sum, _ in sum + number() } / 2 }

  /// Rows of numbers, by columns.
  mutating func matrix(rows: Int, columns: Int) -> FeatureMatrix {
    FeatureMatrix(numbers: (0..<columns).map { _ in (0..<rows).map { _ in number() } })
  }
}

extension FeatureMatrix {
  /// A row's numbers.
  func numbers(ofRow row: Int) -> [Double] {
    columns.map { column in
      if case .numbers(let numbers) = column { numbers[row] } else { .nan }
    }
  }
}

/// Shapley values by the definition: the mean over all orders of the players of what each adds.
func shapleyByOrders(_ players: Int, _ worth: (Set<Int>) -> Double) -> [Double] {
  var sums = [Double](repeating: 0, count: players)
  /// Each beginning of an order stands for the orders that go on from it.
  func add(_ entered: [Int]) {
    let left = players - entered.count
    guard left > 0 else { return }
    let orders = (1..<max(left, 1)).reduce(1) { $0 * Double($1) }
    for player in 0..<players where !entered.contains(player) {
      sums[player] += orders * (worth(Set(entered + [player])) - worth(Set(entered)))
      add(entered + [player])
    }
  }
  add([])
  let all = (1...players).reduce(1) { $0 * Double($1) }
  return sums.map { $0 / all }
}

/// The interventional Shapley values of a function by the definition.
func shapleyByOrders(
  _ function: ([Double]) -> Double, row: [Double], background: [[Double]]
) -> [Double] {
  shapleyByOrders(row.count) { coalition in
    background.reduce(0) { sum, other in
      sum + function(row.indices.map { coalition.contains($0) ? row[$0] : other[$0] })
    } / Double(background.count)
  }
}
