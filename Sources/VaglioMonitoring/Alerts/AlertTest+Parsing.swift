internal import VaglioFindings
public import VaglioGates

extension AlertTest {
  /// Reads tests from the bytes of a YAML or JSON file, whose name messages tell:
  ///
  /// ```yaml
  /// alerts: alerts.yaml
  /// cases:
  ///   - name: a bad week pages
  ///     step: 1d
  ///     series:
  ///       - {alert: auc, values: "0.75x3 0.6x5 _x2 0.75", lower: "0.74x3 0.58x5 _x2 0.74",
  ///          upper: "0.76x3 0.62x5 _x2 0.76"}
  ///       - {alert: calibration, slice: region=3, evidence: "0.2 0.9 1.3"}
  ///     expect:
  ///       - {at: 3d, alert: auc, phase: pending}
  /// ```
  ///
  /// `0.6x5` is five looks of 0.6, `_` a look that says nothing. `evidence` is a share of the threshold.
  public init(parsing bytes: [UInt8], file: String) throws(PolicyError) {
    let root = try PolicyNode.parsing(bytes, file: file)
    let members = try root.members(known: ["alerts", "cases"], of: "a file of alert tests")
    alertsFile = try root.required("alerts", in: members)
      .text("alerts", expected: "the file name of the alerts")
    var cases: [Case] = []
    for node in try root.required("cases", in: members).list("cases", expected: "a list of cases") {
      let one = try Case(node)
      guard !cases.contains(where: { $0.name == one.name }) else {
        throw PolicyError("two cases are named \"\(one.name)\"", at: node.place, key: "name")
      }
      cases.append(one)
    }
    self.cases = cases
  }

  /// Reads tests from text.
  public init(parsing text: String, file: String = "tests") throws(PolicyError) {
    try self.init(parsing: Array(text.utf8), file: file)
  }
}

extension AlertTest.Case {
  fileprivate init(_ node: PolicyNode) throws(PolicyError) {
    let members = try node.members(known: ["name", "step", "series", "expect"], of: "a case")
    let stepNode = try node.required("step", in: members)
    let step = try stepNode.span("step")
    guard step > .zero else {
      throw PolicyError("a step is longer than 0", at: stepNode.place, key: "step")
    }
    var series: [AlertTest.Series] = []
    for one in try node.required("series", in: members).list("series", expected: "a list of series")
    {
      series.append(try AlertTest.Series(one))
    }
    var expectations: [AlertTest.Expectation] = []
    for one in try node.required("expect", in: members)
      .list("expect", expected: "a list of expected phases")
    {
      expectations.append(try AlertTest.Expectation(one))
    }
    self.init(
      name: try node.required("name", in: members).text("name", expected: "a name"), step: step,
      series: series, expectations: expectations)
  }
}

extension AlertTest.Expectation {
  fileprivate init(_ node: PolicyNode) throws(PolicyError) {
    let members = try node.members(
      known: ["at", "alert", "slice", "phase"], of: "an expectation")
    self.init(
      at: try node.required("at", in: members).span("at"),
      alert: try node.required("alert", in: members).text("alert", expected: "an alert's name"),
      slice: try members["slice"].slice(),
      phase: try node.required("phase", in: members).choice("phase"), place: node.place)
  }
}

extension AlertTest.Series {
  /// No series has more looks.
  private static let mostSamples = 100_000

  fileprivate init(_ node: PolicyNode) throws(PolicyError) {
    let members = try node.members(
      known: ["alert", "slice", "values", "lower", "upper", "evidence"], of: "a series")
    var columns: [String: [Double?]] = [:]
    for key in ["values", "lower", "upper", "evidence"] {
      if let column = members[key] { columns[key] = try Self.numbers(column, key) }
    }
    let counts = Set(columns.values.map(\.count))
    guard counts.count == 1, let count = counts.first else {
      throw PolicyError(
        columns.isEmpty
          ? "a series has values or evidence" : "the columns of a series are equally long",
        at: node.place, key: "values")
    }
    var samples: [AlertTest.Sample] = []
    for look in 0..<count {
      let value = columns["values"]?[look]
      let (lower, upper) = (columns["lower"]?[look] ?? value, columns["upper"]?[look] ?? value)
      if let lower, let upper, lower > upper {
        throw PolicyError(
          "at look \(look) the lower bound lies above the upper", at: node.place, key: "lower")
      }
      var bounds: ClosedRange<Double>?
      if let lower, let upper { bounds = lower...upper }
      samples.append(
        AlertTest.Sample(
          value: value, bounds: bounds, evidenceShare: columns["evidence"]?[look]))
    }
    self.init(
      alert: try node.required("alert", in: members).text("alert", expected: "an alert's name"),
      slice: try members["slice"].slice(), samples: samples, place: node.place)
  }

  /// `0.75x3 _ 1` as numbers.
  private static func numbers(
    _ node: PolicyNode, _ key: String
  ) throws(PolicyError) -> [Double?] {
    let expected = "numbers such as \"0.75x3 _ 0.6\""
    var numbers: [Double?] = []
    for word in try node.text(key, expected: expected).split(separator: " ") {
      let parts = word.split(separator: "x", omittingEmptySubsequences: false)
      let number = parts[0] == "_" ? nil : PolicyNode.decimal(String(parts[0]))
      guard parts.count <= 2, parts[0] == "_" || number != nil,
        let times = parts.count == 2 ? Int(parts[1]) : 1, times > 0,
        times <= mostSamples - numbers.count
      else { throw node.failure(key, expected: expected) }
      numbers += Array(repeating: number, count: times)
    }
    return numbers
  }
}

extension PolicyNode? {
  /// The slice here as the record writes it; all rows where there is none.
  fileprivate func slice() throws(PolicyError) -> String {
    guard let node = self else { return "all" }
    let expected = "a slice such as all or region=3"
    guard let slice = Slice(try node.text("slice", expected: expected)) else {
      throw node.failure("slice", expected: expected)
    }
    return slice.description
  }
}
