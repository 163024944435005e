internal import ArgumentParser
internal import VaglioFindings
internal import VaglioGates

/// `vaglio import`: another tool's rules as a policy.
struct Import: SessionCommand {
  static let configuration = CommandConfiguration(
    abstract: "Read another tool's rules into a policy.",
    usage: "vaglio import [<format>] <file> ... [<options>]",
    discussion: """
      Reads what SageMaker Model Monitor, TensorFlow Model Analysis, Evidently or whylogs judge \
      by, writes it as a policy, and lists every setting that could not be carried over, with the \
      reason and what to do instead. Gates judge intervals where those tools judge estimates; \
      the policy's comments say where a gate differs.

      Examples:
        vaglio import sagemaker constraints.json --out policy.yaml
        → writes the policy, and names what it can't say

        vaglio import tfma eval_config.pbtxt --json - | jq .left
        → the settings that no gate stands for, for machines
      """)

  @Argument(
    help: ArgumentHelp(
      "sagemaker, tfma, evidently or whylogs, unless the files tell it, and the files.",
      valueName: "file"))
  var words: [String] = []

  @Option(
    help: ArgumentHelp(
      "Only the gates about data, for drift, or about models, for evaluate and compare.",
      valueName: "matter"))
  var about: String?

  @Option(
    help: ArgumentHelp(
      "Limits on rates below this become it, for rows can't prove a rate of 0. (default: 0)",
      valueName: "rate"))
  var leastRate: Double?

  @Option(
    help: ArgumentHelp(
      "The file of the policy. (default: standard output)", valueName: "file"))
  var out: String?

  @Option(
    help: ArgumentHelp(
      "Print policy and lists as JSON. The target - is standard output.", valueName: "target"))
  var json: JSONTarget?

  @Flag(help: "Say nothing but errors on standard error.")
  var quiet = false

  func run(in session: Session) throws -> Outcome {
    let matter = try matter()
    if let out { try OutputFiles.check(out, option: "out") }
    guard out == nil || json == nil else { throw Trouble("--out and --json: give one of them") }
    let imported = try imported()
    if !quiet { say(imported) }
    if json != nil {
      try StandardStream.output.write(
        CanonicalJSON.bytes(of: imported.json) + [UInt8(ascii: "\n")])
      return .done
    }
    guard let text = matter.map(imported.policyText(about:)) ?? imported.policyText else {
      let what = matter.map { " about \($0.rawValue)" } ?? ""
      throw Trouble("nothing\(what) could be carried over into a policy")
    }
    guard let out else {
      try StandardStream.output.write(text)
      return .done
    }
    try OutputFiles(interruption: session.interruption).write(Array(text.utf8), to: out)
    return .done
  }

  /// What was done, and what was left: one paragraph for each setting.
  private func say(_ imported: ImportedPolicy) {
    StandardStream.error.say(imported.summary)
    for line in imported.listing.split(separator: "\n") { StandardStream.error.say(String(line)) }
    guard imported.matters.count > 1, about == nil else { return }
    StandardStream.error.say(
      "gates about data are for vaglio drift, those about models for evaluate and compare: write them "
        + "apart by --about data and --about model")
  }

  private func matter() throws(Trouble) -> ImportedMatter? {
    guard let about else { return nil }
    guard let matter = ImportedMatter(rawValue: about) else {
      let known = ImportedMatter.allCases.map(\.rawValue).joined(separator: " or ")
      throw Trouble("--about \(about): it is \(known)")
    }
    return matter
  }

  private func imported() throws -> ImportedPolicy {
    var paths = words
    let named = paths.first.flatMap(ImportFormat.init)
    if named != nil { paths.removeFirst() }
    let known = ImportFormat.allCases.map(\.rawValue)
    guard !paths.isEmpty else {
      throw Trouble(
        "no file: vaglio import FORMAT FILE; formats are \(known.joined(separator: ", "))")
    }
    var files: [(name: String, bytes: [UInt8])] = []
    for path in paths { files.append((path, try bytes(path, isFirst: path == words.first))) }
    guard let format = named ?? ImportFormat.guess(files[0].bytes) else {
      throw Trouble(
        "\(paths[0]): its contents don't tell the tool; write vaglio import FORMAT FILE with "
          + known.joined(separator: ", "))
    }
    return try ImportedPolicy(format, files: files, leastRate: leastRate ?? 0)
  }

  /// A file's bytes; what is neither a file nor a format is told as both.
  private func bytes(_ path: String, isFirst: Bool) throws(Trouble) -> [UInt8] {
    if isFirst, words.count > 1, PathName(path).kind == .nothing {
      let known = ImportFormat.allCases.map(\.rawValue)
      throw Trouble(
        "\(path): there is no such format or file; "
          + (NearestWord(to: path, among: known).map { "did you mean \($0.word)?" }
            ?? "formats are \(known.joined(separator: ", "))"))
    }
    return try FileContents.bytes(of: path, atMost: 1 << 24)
  }
}
