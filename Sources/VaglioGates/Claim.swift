public import VaglioFindings

/// One thing that a gate claims: an estimate, the region where the truth must lie, and the words.
public struct Claim: Hashable, Sendable {
  /// What there is to judge.
  public enum Question: Hashable, Sendable {
    /// A finding with a value, and what is claimed of it.
    case judge(Finding, Region, Wording)
    /// Nothing, and why, with what would mend it.
    case nothing(String)
  }

  /// The metric or measure as the policy names it.
  public let metric: String
  public let slice: Slice
  /// The positions in the record of the findings that were read, the judged one first.
  public let positions: [Int]
  public let question: Question

  /// A claim.
  public init(metric: String, slice: Slice, positions: [Int], question: Question) {
    (self.metric, self.slice, self.positions) = (metric, slice, positions)
    self.question = question
  }

  /// A claim that nothing in the record can answer.
  public static func nothing(
    _ reason: String, metric: String, slice: Slice = .all, positions: [Int] = []
  ) -> Claim {
    Claim(metric: metric, slice: slice, positions: positions, question: .nothing(reason))
  }
}

/// The words of a claim, from which the sentence of its judgement is made.
public struct Wording: Hashable, Sendable {
  /// How the estimate is told.
  public enum Manner: Hashable, Sendable {
    /// `recall is 0.61 [0.58, 0.64]`.
    case level
    /// `recall fell by 0.012 [−0.019, −0.005]`.
    case change
  }

  public let manner: Manner
  /// What the estimate is of: `recall on sex=2`.
  public let topic: String
  /// The sentence's end for a pass: `at least the required 0.75`.
  public let pass: String
  /// The sentence's end for a fail.
  public let fail: String
  /// The sentence's end for an inconclusive ruling.
  public let open: String

  /// The words of a claim.
  public init(_ manner: Manner, of topic: String, pass: String, fail: String, open: String) {
    (self.manner, self.topic) = (manner, topic)
    (self.pass, self.fail, self.open) = (pass, fail, open)
  }

  /// The same words with a remark after each.
  func adding(_ remark: String) -> Wording {
    Wording(manner, of: topic, pass: pass + remark, fail: fail + remark, open: open + remark)
  }
}
