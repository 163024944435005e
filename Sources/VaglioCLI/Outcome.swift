internal import VaglioGates

/// How a command ended, as its exit code says.
enum Outcome: Int32 {
  /// Done, and where there was something to judge: pass.
  case done = 0
  case fail = 1
  /// Bad usage, bad input, bad configuration.
  case trouble = 2
  case inconclusive = 3
}

extension Outcome {
  /// The outcome of a verdict; without one, or where only the record is to tell, the work is done.
  init(_ verdict: Verdict?, exitZero: Bool) {
    switch verdict?.ruling {
    case nil, .pass: self = .done
    case _ where exitZero: self = .done
    case .fail: self = .fail
    case .inconclusive, .notEvaluated: self = .inconclusive
    }
  }
}
