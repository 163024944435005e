/// What a rule does and how it is written, for the catalogue, for checks, and for messages.
public struct RuleDocumentation: Hashable, Sendable {
  /// One option of a rule.
  public struct Option: Hashable, Sendable {
    /// The key in the policy file.
    public let name: String
    /// What it takes: `a metric`, `a number, zero or more`.
    public let type: String
    /// Whether it may be left out.
    public let isOptional: Bool
    /// What it means, in a phrase.
    public let summary: String

    /// An option that must be given.
    public static func required(_ name: String, _ type: String, _ summary: String) -> Option {
      Option(name: name, type: type, isOptional: false, summary: summary)
    }

    /// An option that may be left out.
    public static func optional(_ name: String, _ type: String, _ summary: String) -> Option {
      Option(name: name, type: type, isOptional: true, summary: summary)
    }
  }

  /// One sentence that says when a gate of this rule passes.
  public let summary: String
  public let options: [Option]
  /// One gate as a policy file writes it, without the leading dash.
  public let example: String

  /// A rule's documentation.
  public init(summary: String, options: [Option], example: String) {
    (self.summary, self.options, self.example) = (summary, options, example)
  }
}

extension RuleDocumentation.Option {
  static let metric = Self.required("metric", "a metric", "the metric that is judged")
  static let slices = Self.optional(
    "slices", "columns, each alone or crossed as sex*race",
    "judge every slice of these columns, each on its own, in place of all rows")
  static let subject = Self.optional(
    "subject", "candidate, production or model",
    "whose findings are judged: the candidate's, or the only model's where there is one model")
}
