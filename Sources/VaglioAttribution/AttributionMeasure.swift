internal import VaglioFindings

/// How the names of measures about attributions are written.
enum AttributionMeasure {
  /// A name with options in alphabetical order: `top_reasons_jaccard[k=3]`.
  static func name(_ base: String, _ options: [String: String]) -> String {
    guard !options.isEmpty else { return base }
    let list = options.sorted { $0.key < $1.key }.map {
      "\($0.key)=\(OptionText.escaped($0.value))"
    }
    return "\(base)[\(list.joined(separator: ","))]"
  }
}
