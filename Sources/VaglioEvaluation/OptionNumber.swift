/// Numbers as options of metrics: how they are read, and how they stand in a name.
enum OptionNumber {
  /// The number that an option's text says; `nil` if it is none, or not finite.
  static func number(_ text: String) -> Double? {
    Double(text).flatMap { $0.isFinite ? $0 : nil }
  }

  /// A number in a name: whole ones without a fraction, others in their shortest form.
  static func text(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
  }

  /// A name with those options that differ from their defaults, alphabetically:
  /// `expected_cost[fn=5,tp=-1]`.
  static func name(
    _ base: String, _ options: [(key: String, value: Double, standard: Double)]
  ) -> String {
    let written = options.filter { $0.value != $0.standard }
      .sorted { $0.key < $1.key }.map { "\($0.key)=\(text($0.value))" }
    return written.isEmpty ? base : "\(base)[\(written.joined(separator: ","))]"
  }
}

extension [String: String] {
  /// The number of the only option there may be, the default where it is not given; `nil` if there
  /// are other options, or its text is no number that `isAllowed`.
  func onlyNumber(
    _ key: String, default standard: Double, where isAllowed: (Double) -> Bool
  ) -> Double? {
    guard keys.allSatisfy({ $0 == key }) else { return nil }
    guard let text = self[key] else { return standard }
    return OptionNumber.number(text).flatMap { isAllowed($0) ? $0 : nil }
  }
}
