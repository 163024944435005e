internal import VaglioFindings

/// Every recalibrator there is, in alphabetical order of their names.
public enum RecalibratorCatalogue {
  public static let all: [any Recalibrator] = [
    BetaCalibration(),
    HistogramBinning(),
    IsotonicRecalibration(),
    PlattScaling(),
    TemperatureScaling(),
    VennAbers(),
  ]

  /// The names without options.
  public static var names: [String] { all.map { $0.method } }

  /// The recalibrator that a name with options means: `isotonic[min_block=20]`; a hyphen is as good
  /// as an underscore. `nil` if there is none, or it has no such option.
  public static func recalibrator(_ text: String) -> (any Recalibrator)? {
    guard let name = MetricName(text) else { return nil }
    let base = String(name.base.map { $0 == "-" ? "_" : $0 })
    return all.first { $0.method == base }.flatMap { configured($0, name.options) }
  }

  private static func configured(
    _ recalibrator: some Recalibrator, _ options: [String: String]
  ) -> (any Recalibrator)? {
    recalibrator.configured(options)
  }

  /// The recalibrator that a place in a saved file names.
  static func recalibrator(at place: JSONPlace) throws(RecordError) -> any Recalibrator {
    let text = try place.string()
    guard let recalibrator = recalibrator(text), recalibrator.name == text else {
      throw place.failure(
        expected: "a method of this version, \(names.joined(separator: ", ")), with its options")
    }
    return recalibrator
  }
}
