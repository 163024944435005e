/// How a model behind a server is asked.
public struct ServerOptions: Hashable, Sendable {
  /// How rows are laid out in a request.
  public enum Layout: String, Hashable, Sendable, CaseIterable {
    /// All features in one matrix of numbers; one list a row.
    case matrix
    /// Each feature by its name: a tensor of its own (Open Inference Protocol), or an object a row
    /// (KServe v1).
    case columns
  }

  /// Addresses, headers, credentials, time limits and connections.
  public var http = HTTPSettings()
  /// How many rows go in one request, at least 1.
  public var batchRows = 1000
  /// The layout; `nil` for what the server's metadata say, else a matrix where all features are
  /// numbers.
  public var layout: Layout?
  /// The name of the input tensor; `nil` for what the metadata say, else `input-0`.
  public var input: String?
  /// The type of the numbers in a matrix, `FP64` or another of the Open Inference Protocol; `nil` for
  /// what the metadata say, else `FP64`.
  public var datatype: TensorType?
  /// The output that counts, by name; `nil` for the only one.
  public var output: String?
  /// What is known about the predictions.
  public var expectation = OutputExpectation()

  /// The defaults.
  public init() {}
}
