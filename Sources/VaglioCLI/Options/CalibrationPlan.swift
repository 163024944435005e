internal import VaglioEvaluation
internal import VaglioFindings

/// Which recalibrators `calibrate` tries: command line and project file together, checked.
struct CalibrationPlan {
  /// Each once, in the order in which they were named; none to measure alone.
  let recalibrators: [any Recalibrator]
  let folds: Int
  /// The file of the fitted recalibrator, if it is to be saved.
  let target: String?

  /// The plan of some options, with those of the project file where they are silent.
  init(_ options: CalibrationOptions, project: ProjectFile) throws(Trouble) {
    recalibrators = try Self.recalibrators(project.values(options.method, "method"))
    let folds = try project.value(options.folds, "folds")
    guard (2...100).contains(folds ?? 5) else {
      throw Trouble("--folds \(folds ?? 0): give a number from 2 to 100")
    }
    target = try project.value(options.save, "save")
    guard !recalibrators.isEmpty || folds == nil && target == nil else {
      throw Trouble(
        "--\(target == nil ? "folds" : "save"): needs a --method to fit, such as --method platt")
    }
    self.folds = folds ?? 5
    if let target { try OutputFiles.check(target, option: "save") }
  }

  private static func recalibrators(_ names: [String]) throws(Trouble) -> [any Recalibrator] {
    var recalibrators: [any Recalibrator] = []
    for name in names {
      guard let recalibrator = RecalibratorCatalogue.recalibrator(name) else {
        throw unknown(name)
      }
      if !recalibrators.contains(where: { $0.name == recalibrator.name }) {
        recalibrators.append(recalibrator)
      }
    }
    return recalibrators
  }

  private static func unknown(_ name: String) -> Trouble {
    let known = RecalibratorCatalogue.names
    let base = MetricName(name)?.base.replacing("-", with: "_") ?? name
    if known.contains(base) {
      return Trouble(
        "--method \(name): \(base) has no such option, or not with this value; there are "
          + "isotonic[min_block=20] and histogram[bins=10]")
    }
    return Trouble(
      "--method \(name): there is no such recalibrator; "
        + (NearestWord(to: base, among: known).map { "did you mean \($0.word)?" }
          ?? "there are \(known.joined(separator: ", "))"))
  }

  /// The options that the result hangs on, by name.
  var options: [String: String] {
    recalibrators.isEmpty
      ? [:]
      : [
        "method": recalibrators.map(\.name).joined(separator: " "), "folds": "\(folds)",
      ]
  }
}
