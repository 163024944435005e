extension Metric {
  /// This metric under its only option, a number; itself without options; `nil` where the options
  /// are others, or `make` refuses the number.
  func configured(
    _ options: [String: String], number name: String, _ make: (Double) -> Self?
  ) -> Self? {
    guard let text = options[name] else { return options.isEmpty ? self : nil }
    guard options.count == 1, let number = Double(text), number.isFinite else { return nil }
    return make(number)
  }
}

extension Double {
  /// This number as it stands in the brackets of a metric's name: `2`, not `2.0`.
  var optionText: String {
    magnitude < 0x1p53 && rounded() == self ? String(Int(self)) : String(self)
  }
}
