/// How a record writes the name of a metric that a policy names.
///
/// A policy may say an option's default, or leave out what the record writes out: `f1` of a model of
/// several classes is `f1[average=macro]` there.
public struct MetricNaming: Sendable {
  /// The name in the record; the name itself where it is not known.
  public let name: @Sendable (String) -> String

  /// Names as `name` gives them.
  public init(_ name: @escaping @Sendable (String) -> String) { self.name = name }

  /// Names stay as the policy writes them.
  public static let asWritten = MetricNaming { $0 }
}
