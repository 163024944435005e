/// The version of this program.
enum Version {
  /// Semantic version; it stands in every record.
  static let current = "0.1.0"
}
