public import VaglioFindings
public import VaglioGates

/// Everything that an analysis found: the one value that all reports are functions of.
public struct Dossier: Hashable, Sendable {
  /// A model that the analysis looked at.
  public struct Model: Hashable, Sendable {
    /// Its part in the analysis.
    public let role: Subject
    /// The name for people: the column that holds its scores, or the model file's name.
    public let name: String
    /// SHA-256 of the model's file; absent for score columns.
    public let sha256: String?

    /// A model by role and name.
    public init(role: Subject, name: String, sha256: String? = nil) {
      (self.role, self.name, self.sha256) = (role, name, sha256)
    }
  }

  /// What is predicted: `binary`, `multiclass` or `regression`.
  public let task: String
  public let models: [Model]
  public let findings: Findings
  /// The contracts of all measures that the findings use, in the report's order.
  public let measures: [Measure]
  public let exhibits: [Exhibit]
  /// How the attributions of each model were made; empty where nothing was explained.
  public let attributions: [AttributionAccount]
  /// What the policy says; absent where none was given.
  public let verdict: Verdict?
  public let provenance: Provenance
  /// What a reader must know about the whole analysis: `12 rows left out`.
  public let notes: [String]

  /// A dossier.
  public init(
    task: String, models: [Model], findings: Findings, measures: [Measure], exhibits: [Exhibit],
    attributions: [AttributionAccount] = [], verdict: Verdict?, provenance: Provenance,
    notes: [String] = []
  ) {
    (self.task, self.models, self.findings) = (task, models, findings)
    (self.measures, self.exhibits, self.verdict) = (measures, exhibits, verdict)
    (self.attributions, self.provenance, self.notes) = (attributions, provenance, notes)
  }

  /// The contract of a measure by name.
  public func measure(_ name: String) -> Measure? { measures.first { $0.name == name } }
}
