internal import VaglioFindings

extension Attributions {
  /// The place of an output by its name; `nil` for the only one.
  ///
  /// - Throws: a refusal where there is no such output, or several and none is named.
  func index(ofOutput name: String?) throws(AttributionError) -> Int {
    guard let name else {
      guard outputs.count == 1 else {
        throw .refused(
          "the attributions have the outputs \(outputs.joined(separator: ", "))",
          remedy: "name one of them")
      }
      return 0
    }
    guard let index = outputs.firstIndex(of: name) else {
      throw .refused(
        "there is no output \"\(name)\"; the outputs are \(outputs.joined(separator: ", "))",
        remedy: NearestWord(to: name, among: outputs).map { "did you mean \"\($0.word)\"?" })
    }
    return index
  }

  /// Refuses values that are not finite, errors that are no errors, and two features of one name;
  /// `owner` is whose attributions they are: `the candidate`.
  func check(of owner: String) throws(AttributionError) {
    if let index = values.firstIndex(where: { !$0.isFinite }) {
      let (row, feature) = (index / (features.count * outputs.count), index % features.count)
      throw .refused(
        "the attribution of \(owner) to \"\(features[feature])\" in row \(row + 1) is "
          + "\(values[index])")
    }
    if let base = baseValues.first(where: { !$0.isFinite }) {
      throw .refused("the base value of \(owner) is \(base)")
    }
    for source in [errors?.coalitions, errors?.background, errors?.refits].compactMap(\.self) {
      if let error = source.first(where: { !($0 >= 0 && $0.isFinite) }) {
        throw .refused("a standard error of an attribution of \(owner) is \(error)")
      }
    }
    var seen: Set<String> = []
    if let twice = features.first(where: { !seen.insert($0).inserted }) {
      throw .refused(
        "two features of \(owner) are called \"\(twice)\"", remedy: "give each its own name")
    }
  }

  /// The names of a measure about this output: `attribution_shift[class=yes,feature=age]`, the class
  /// only where there are several outputs.
  func measureName(_ base: String, output: Int, _ options: [String: String] = [:]) -> String {
    var options = options
    if outputs.count > 1 { options["class"] = outputs[output] }
    return AttributionMeasure.name(base, options)
  }
}
