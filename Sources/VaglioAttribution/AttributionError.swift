public import VaglioModels

/// Why a model's output could not be shared out.
public enum AttributionError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The explanation does not exist, or would be a wrong number: what stands against it, and what to
  /// do instead.
  case refused(problem: String, remedy: String?)
  /// The model could not be called, or its rows don't fit.
  case model(ModelError)

  /// A refusal.
  public static func refused(_ problem: String, remedy: String? = nil) -> AttributionError {
    .refused(problem: problem, remedy: remedy)
  }

  /// The message for people.
  public var description: String {
    switch self {
    case .refused(let problem, let remedy): problem + (remedy.map { " (\($0))" } ?? "")
    case .model(let error): error.description
    }
  }
}
