internal import VaglioTables

/// Why a model could not be read or used: where, what is wrong, and how to mend it.
public struct ModelError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The cause, for those who act on it.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// There is no such file, or it cannot be read.
    case unreadable
    /// No reader recognises the file.
    case unknownFormat
    /// The file breaks the rules of its format: truncated, damaged, or hostile.
    case malformed
    /// The file is sound, but holds a piece that Vaglio doesn't read.
    case unsupported
    /// The file may not be opened safely: pickle.
    case unsafe
    /// The rows don't fit the model: a feature is missing, or its values are of another kind.
    case mismatch
    /// A library that the model needs is missing.
    case missingLibrary
    /// A server or process failed, or answered what it shouldn't.
    case service
  }

  /// The cause.
  public let kind: Kind
  /// The model's file, as it was given; `nil` where the reader doesn't know it.
  public var file: String?
  /// The format that the file was read as.
  public var format: String?
  /// Where in the file: `learner.gradient_booster.model.trees[3]`, `line 12`, `byte 1024`.
  public let place: String?
  /// What is wrong, in words.
  public let problem: String
  /// How to mend it.
  public let remedy: String?

  /// An error at a place.
  public init(
    _ kind: Kind, file: String? = nil, format: String? = nil, place: String? = nil,
    problem: String, remedy: String? = nil
  ) {
    (self.kind, self.file, self.format) = (kind, file, format)
    (self.place, self.problem, self.remedy) = (place, problem, remedy)
  }

  /// The message for people: `model.json (XGBoost), learner.objective: …`.
  public var description: String {
    let format = format.map { file == nil ? $0 : " (\($0))" } ?? ""
    let head = legible(file ?? "", 200) + format
    let parts = [head, legible(place ?? "", 160)].filter { !$0.isEmpty }
    let place = parts.isEmpty ? "" : parts.joined(separator: ", ") + ": "
    return place + problem + (remedy.map { " (\($0))" } ?? "")
  }

  /// The same error in this file, read as that format, where it doesn't say so already.
  public func located(file: String?, format: String?) -> ModelError {
    var error = self
    error.file = error.file ?? file
    error.format = error.format ?? format
    return error
  }
}
