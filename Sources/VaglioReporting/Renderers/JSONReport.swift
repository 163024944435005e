/// The record itself, in canonical JSON.
public struct JSONReport: Renderer {
  public static let name = "json"
  public static let fileName = "report.json"
  public static let summary =
    "the record, canonical JSON (RFC 8785), from which all else is rendered"

  /// The renderer; it has no options.
  public init() {}

  public func render(_ dossier: Dossier) -> [UInt8] { dossier.record }
}
