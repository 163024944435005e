internal import VaglioFindings
internal import VaglioReporting

/// Where an answer goes, and in which forms: command line and project file together, checked.
struct OutputPlan {
  /// The directory of the reports, if there is to be one.
  let folder: String?
  /// The forms that were named, each once.
  let formats: [any Renderer]
  private(set) var printsRecord: Bool
  let isQuiet: Bool
  let showsProgress: Bool
  let exitZero: Bool

  /// The plan of some options, with those of the project file where they are silent.
  init(_ options: OutputOptions, project: ProjectFile = .none) throws(Trouble) {
    folder = try project.value(options.out, "out")
    formats = try Self.renderers(project.values(options.format, "format"))
    printsRecord = options.json != nil
    isQuiet = try project.flag(options.quiet, "quiet")
    let hidesProgress = try project.flag(options.noProgress, "no-progress")
    showsProgress = !isQuiet && !hidesProgress
    exitZero = try project.flag(options.exitZero, "exit-zero")
    guard folder != nil || formats.count + (printsRecord ? 1 : 0) <= 1 else {
      throw Trouble("standard output takes one format; name a directory by --out for several")
    }
    if let folder { try Self.check(PathName(folder)) }
  }

  /// The same without the record on standard output, to which other things go.
  var withoutRecord: OutputPlan {
    var plan = self
    plan.printsRecord = false
    return plan
  }

  /// The renderers of some names, each once.
  static func renderers(_ names: [String]) throws(Trouble) -> [any Renderer] {
    var renderers: [any Renderer] = []
    var seen: Set<String> = []
    for name in names where seen.insert(name).inserted {
      guard let renderer = RendererCatalogue.renderer(named: name) else {
        let known = RendererCatalogue.names
        throw Trouble(
          "--format \(name): there is no such format; "
            + (NearestWord(to: name, among: known).map { "did you mean \($0.word)?" }
              ?? "the formats are \(known.joined(separator: ", "))"))
      }
      renderers.append(renderer)
    }
    return renderers
  }

  /// Refuses a place that can't hold a directory before any work is done.
  private static func check(_ folder: PathName) throws(Trouble) {
    guard folder.description != "" else { throw Trouble("--out: name a directory") }
    var place = folder
    while place.kind == .nothing, place.parent != place { place = place.parent }
    guard place.kind == .folder else {
      throw Trouble("--out \(folder): \(place) is a file, not a directory")
    }
    guard place.isWritable else {
      throw Trouble("--out \(folder): the directory \(place) can't be written to")
    }
  }
}
