/// How often each class is decided on for rows of each label in the reference, and among current rows.
struct DecisionTable: Sendable {
  /// C[decision][label], shares of all reference rows.
  let joint: [[Double]]
  /// π[label].
  let labelShares: [Double]
  /// μ[decision].
  let currentShares: [Double]
  /// One per reference row.
  let labels: [Int32]
  private let decisions: [Int32]
  private let currentDecisions: [Int32]

  init(_ reference: some SupposableOutcomes, _ current: UnlabelledScores) {
    let classes = reference.classNames.count
    labels = (0..<reference.count).map { Int32(reference.classNumber(of: $0)) }
    decisions = reference.decisions(of: reference.scoreColumns)
    currentDecisions = reference.decisions(of: current.columns)
    var joint = [[Double]](repeating: [Double](repeating: 0, count: classes), count: classes)
    for (row, label) in labels.enumerated() {
      joint[Int(decisions[row])][Int(label)] += reference.rows.weights?[row] ?? 1
    }
    let total = reference.rows.totalWeight
    joint = joint.map { $0.map { $0 / total } }
    self.joint = joint
    labelShares = (0..<classes).map { label in joint.reduce(0) { $0 + $1[label] } }
    var shares = [Double](repeating: 0, count: classes)
    for (row, decision) in currentDecisions.enumerated() {
      shares[Int(decision)] += current.rows.weights?[row] ?? 1
    }
    currentShares = shares.map { $0 / current.rows.totalWeight }
  }

  /// w_k − (C⁻¹)[k, decision]·w_label of each reference row, a list per class.
  func referenceInfluences(_ inverse: [[Double]], _ ratios: [Double]) -> [[Double]] {
    ratios.indices.map { k in
      zip(decisions, labels).map { ratios[k] - inverse[k][Int($0)] * ratios[Int($1)] }
    }
  }

  /// (C⁻¹)[k, decision] − w_k of each current row, a list per class.
  func currentInfluences(_ inverse: [[Double]], _ ratios: [Double]) -> [[Double]] {
    ratios.indices.map { k in currentDecisions.map { inverse[k][Int($0)] - ratios[k] } }
  }
}
