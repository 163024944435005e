internal import VaglioFindings

/// The findings of one measure about columns, whose options tell column and role.
struct DriftFindings {
  /// Where they stand in the record.
  let positions: [Int]
  private let measure: MeasureName
  private let findings: Findings

  /// The findings of a measure of columns; those of the roles that are listed, or of all.
  ///
  /// A measure that itself names a column is that one finding.
  init(_ measure: MeasureName, roles: [String] = [], in findings: Findings) {
    (self.measure, self.findings) = (measure, findings)
    positions = findings.all.indices.filter { position in
      guard let found = MeasureName(findings.all[position].measure), found.base == measure.base
      else { return false }
      let others = found.options.filter { $0.key != "column" && $0.key != "role" }
      guard others == measure.options || found == measure else { return false }
      return roles.isEmpty || roles.contains(found.options["role"] ?? "feature")
    }
  }

  /// A claim that each is at most `limit`: of every column, or of those that are listed, where one
  /// without a finding is a claim that nothing answers.
  func claims(atMost limit: Double, columns: [String]) -> [Claim] {
    guard !columns.isEmpty else {
      guard !positions.isEmpty else { return [Self.absent(measure.description)] }
      return positions.map { claim(at: $0, atMost: limit) }
    }
    return columns.flatMap { column -> [Claim] in
      let own = positions.filter { self.column(at: $0) == column }
      guard own.isEmpty else { return own.map { claim(at: $0, atMost: limit) } }
      let option = ["column": OptionText.escaped(column)]
      return [
        Self.absent(
          MeasureName(base: measure.base, options: measure.options.merging(option) { $1 })
            .description)
      ]
    }
  }

  /// Whether a measure of this name is about data, which are judged without labels.
  static func isAboutData(_ name: String) -> Bool {
    ["drift.", "quality.", "schema."].contains { name.hasPrefix($0) }
  }

  private static func absent(_ name: String) -> Claim {
    .nothing("the record has no \(name) finding; run vaglio drift", metric: name)
  }

  private func column(at position: Int) -> String? {
    MeasureName(findings.all[position].measure)?.options["column"].map {
      OptionText.unescaped($0[...])
    }
  }

  private func claim(at position: Int, atMost limit: Double) -> Claim {
    let finding = findings.all[position]
    let place = finding.slice == .all ? "" : " on \(finding.slice)"
    return Claim(
      metric: finding.measure, slice: finding.slice, positions: [position],
      question: .judge(
        finding, .atMost(limit), .allowing(atMost: limit, of: finding.measure + place)))
  }
}
