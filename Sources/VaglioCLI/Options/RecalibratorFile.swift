internal import VaglioEvaluation
internal import VaglioFindings

/// A saved recalibrator with the name and the digest of its file.
struct RecalibratorFile {
  let saved: SavedRecalibrator
  let source: Provenance.Source
  /// The option that named it, with the file, for messages.
  private let place: String

  private static let longest = 1 << 30

  /// Reads a file that an option names.
  init(reading path: String, option: String) throws(Trouble) {
    let bytes = try FileContents.bytes(of: path, atMost: Self.longest)
    do throws(RecordError) {
      saved = try SavedRecalibrator(bytes: bytes)
    } catch {
      throw Trouble(
        "\(path == "-" ? "standard input" : path): no recalibrator of Vaglio: \(error)")
    }
    source = Provenance.Source(
      name: PathName(path).lastComponent, sha256: FileContents.sha256(of: bytes))
    place = "--\(option) \(path)"
  }

  /// Reads the file that an option names on the command line or in the project file, if it does.
  init?(named given: String?, option: String, _ project: ProjectFile) throws(Trouble) {
    guard let path = try project.value(given, option) else { return nil }
    try self.init(reading: path, option: option)
  }

  /// How the record names it among the options.
  var text: String { "\(source.name) sha256:\(source.sha256)" }

  /// The outcomes with recalibrated scores.
  func recalibrated(_ outcomes: BinaryOutcomes) throws(Trouble) -> BinaryOutcomes {
    outcomes.replacingScores(by: try probabilities(of: outcomes.scoreColumns, classes: nil))
  }

  /// The outcomes with recalibrated scores.
  func recalibrated(_ outcomes: MulticlassOutcomes) throws(Trouble) -> MulticlassOutcomes {
    guard !outcomes.scores.isEmpty else {
      throw Trouble("\(place): predicted classes can't be recalibrated, only scores of each class")
    }
    return outcomes.replacingScores(
      by: try probabilities(of: outcomes.scoreColumns, classes: outcomes.classes))
  }

  /// The probabilities of columns of scores: one of a binary model, else one per class.
  func probabilities(
    of columns: [[Double]], classes: [String]?
  ) throws(Trouble) -> [[Double]] {
    guard let known = saved.classes else {
      guard classes == nil else {
        throw Trouble("\(place): was fitted to a model of two classes, with one column of scores")
      }
      return saved.map.probabilities(of: columns)
    }
    let order = known.compactMap { classes?.firstIndex(of: $0) }
    guard order.count == known.count, order.count == columns.count else {
      throw Trouble(
        "\(place): was fitted to the classes \(known.joined(separator: ", ")), each with a column "
          + "of scores" + (classes.map { ", not to \($0.joined(separator: ", "))" } ?? ""))
    }
    var probabilities = columns
    for (index, column) in saved.map.probabilities(of: order.map { columns[$0] }).enumerated() {
      probabilities[order[index]] = column
    }
    return probabilities
  }

  /// Refuses to recalibrate what is no score.
  func refusePredictedNumbers() throws(Trouble) {
    throw Trouble("\(place): predicted numbers can't be recalibrated, only scores of classes")
  }

  /// What to say where data that it was fitted to are measured; `nil` where none are.
  func note(on data: [Provenance.Source]) -> String? {
    let fitted = Set(saved.origin.data.map(\.sha256))
    guard let same = data.first(where: { fitted.contains($0.sha256) }) else { return nil }
    return "\(source.name) was fitted to \(same.name) itself: what is measured here flatters it; "
      + "vaglio calibrate judges it on rows that it has not seen"
  }
}
