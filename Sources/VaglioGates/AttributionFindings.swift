internal import VaglioFindings

/// The findings of one measure about attributions, whose options tell feature and class.
struct AttributionFindings {
  /// Where they stand in the record.
  let positions: [Int]
  private let base: String
  private let findings: Findings

  /// The findings of the measure that `base` names without its options.
  init(_ base: String, in findings: Findings) {
    (self.base, self.findings) = (base, findings)
    positions = findings.all.indices.filter {
      MeasureName(findings.all[$0].measure)?.base == base
    }
  }

  /// Those whose option has this value, of every class.
  func positions(option: String, value: String) -> [Int] {
    positions.filter { self.value(of: option, at: $0) == value }
  }

  /// The values of an option, each once, in the order of the record.
  func values(of option: String) -> [String] {
    var seen: Set<String> = []
    return positions.compactMap { value(of: option, at: $0) }.filter { seen.insert($0).inserted }
  }

  private func value(of option: String, at position: Int) -> String? {
    MeasureName(findings.all[position].measure)?.options[option].map {
      OptionText.unescaped($0[...])
    }
  }

  /// That the record has the measure, but not of this feature.
  func missing(_ feature: String, known: [String]) -> String {
    let nearest = NearestWord(to: feature, among: known).map { "; did you mean \"\($0.word)\"?" }
    return "the record has no \(base) of \"\(feature)\"\(nearest ?? "")"
  }
}
