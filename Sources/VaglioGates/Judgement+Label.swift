internal import VaglioFindings

extension Judgement {
  /// The judgement in a few words, as reports and tests of policies name it: `no-worse recall`,
  /// `no-worse recall on sex=2`.
  public var label: String {
    let what = metric.isEmpty ? rule : "\(rule) \(metric)"
    return slice == .all ? what : "\(what) on \(slice)"
  }
}

extension Ruling {
  /// How bad the ruling is for a deployment, for telling the worst of several.
  var gravity: Int {
    switch self {
    case .pass: 0
    case .inconclusive: 1
    case .notEvaluated: 2
    case .fail: 3
    }
  }
}
