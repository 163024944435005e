internal import ArgumentParser
internal import VaglioFindings
internal import Yams

/// A file that holds the same words as the options of `compare` and `evaluate`.
struct ProjectFile {
  /// The words that a project file may use; plural forms mean the same as the option's own.
  static let words = [
    "batch", "candidate", "candidate-recalibrator", "cluster", "confidence", "connections", "data",
    "difference",
    "exit-zero", "fairness", "folds", "format", "formats", "header", "headers", "id",
    "input-format", "interval",
    "label", "margin", "member", "members", "method", "methods", "metric", "metrics", "missing",
    "model", "model-column", "model-output", "models", "no-progress", "onnx-runtime", "out",
    "policy", "positive",
    "power", "production",
    "production-recalibrator", "proxy", "quantile", "quantiles", "quiet", "recalibrator",
    "resamples", "save", "score", "scores", "search-metric", "search-subgroups", "seed",
    "separator", "slice", "slices", "stratify", "task", "threads", "threshold", "timeout",
    "unlabelled",
    "weight", "weight-kind",
  ]
  private static let plurals = [
    "formats": "format", "headers": "header", "members": "member", "methods": "method",
    "metrics": "metric",
    "quantiles": "quantile", "scores": "score", "slices": "slice",
  ]
  private static let paths: Set = [
    "candidate-recalibrator", "data", "out", "policy", "production-recalibrator", "recalibrator",
    "save",
  ]

  private static let models: Set = ["candidate", "model", "production"]

  private struct Setting {
    let texts: [String]
    let place: String
  }

  private let settings: [String: Setting]

  /// No project file: only the command line speaks.
  static let none = ProjectFile(settings: [:])

  private init(settings: [String: Setting]) { self.settings = settings }

  /// Reads a file. Paths in it are seen from the folder that it lies in.
  init(reading path: String?) throws(Trouble) {
    guard let path else {
      self = .none
      return
    }
    let bytes = try FileContents.bytes(of: path, atMost: 1 << 18)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Trouble("\(path): the text is not UTF-8")
    }
    self.init(settings: try Self.settings(of: try Self.root(of: text, path), path))
  }
}

extension ProjectFile {
  /// The value of an option: the one given on the command line, else the one set here.
  func value<Value: ExpressibleByArgument>(
    _ given: Value?, _ word: String
  ) throws(Trouble) -> Value? {
    if let given { return given }
    guard let setting = settings[word] else { return nil }
    guard setting.texts.count == 1, let text = setting.texts.first else {
      throw Trouble("\(setting.place): \(word) takes one value, not a list")
    }
    guard let value = Value(argument: text) else {
      let known = Value.allValueStrings
      throw Trouble(
        "\(setting.place): \(word): \"\(text)\" "
          + (known.isEmpty ? "can't be read" : "is not one of \(known.joined(separator: ", "))"))
    }
    return value
  }

  /// The values of an option that may be repeated: those given, else those set here.
  func values(_ given: [String], _ word: String) -> [String] {
    given.isEmpty ? settings[word]?.texts ?? [] : given
  }

  /// Whether a flag is set on the command line or here.
  func flag(_ given: Bool, _ word: String) throws(Trouble) -> Bool {
    guard !given, let setting = settings[word] else { return given }
    switch setting.texts {
    case ["true"]: return true
    case ["false"]: return false
    default: throw Trouble("\(setting.place): \(word) is true or false")
    }
  }
}

extension ProjectFile {
  private static func root(of text: String, _ path: String) throws(Trouble) -> Node.Mapping {
    // Aliases could unfold a short text into a huge one.
    if let place = text.firstRange(of: #/(^|[\s,\[{])&\w/#) {
      let line = text[..<place.lowerBound].count { $0.isNewline } + 1
      throw Trouble("\(path), line \(line): anchors are not accepted: write the value out")
    }
    do {
      let root = try Parser(yaml: text).singleRoot()
      guard let mapping = root?.mapping else {
        throw Trouble("\(path): a project file is a mapping of option names to values")
      }
      return mapping
    } catch let error as Trouble {
      throw error
    } catch let error as YamlError {
      throw Trouble("\(path): not YAML: \(error)".split(separator: "\n").joined(separator: " "))
    } catch {
      throw Trouble("\(path): not YAML")
    }
  }

  private static func settings(
    of mapping: Node.Mapping, _ path: String
  ) throws(Trouble) -> [String: Setting] {
    var settings: [String: Setting] = [:]
    for (key, value) in mapping {
      let place = "\(path), line \(key.mark?.line ?? 1)"
      let word = try known(key.string ?? "", words, place)
      if word == "models" {
        for (role, model) in value.mapping ?? [:] {
          let role = try known(
            role.string ?? "", ["candidate", "model", "production", "score"], place)
          let texts = try texts(of: model, role, place).map { located($0, role, path) }
          try note(role, texts, place, in: &settings)
        }
        continue
      }
      var texts = try texts(of: value, word, place)
      texts = texts.map { located($0, word, path) }
      try note(plurals[word] ?? word, texts, place, in: &settings)
    }
    return settings
  }

  private static func note(
    _ word: String, _ texts: [String], _ place: String, in settings: inout [String: Setting]
  ) throws(Trouble) {
    guard settings[word] == nil else { throw Trouble("\(place): \"\(word)\" is set twice") }
    settings[word] = Setting(texts: texts, place: place)
  }

  private static func known(
    _ word: String, _ words: [String], _ place: String
  ) throws(Trouble) -> String {
    if words.contains(word) { return word }
    let nearest = NearestWord(to: word, among: words)?.word
    throw Trouble(
      "\(place): unknown key \"\(word)\"; "
        + (nearest.map { "did you mean \"\($0)\"?" }
          ?? "the keys are \(words.joined(separator: ", "))"))
  }

  private static func texts(
    of node: Node, _ word: String, _ place: String
  ) throws(Trouble) -> [String] {
    if let text = node.scalar?.string { return [text] }
    guard let list = node.sequence else {
      throw Trouble("\(place): \(word) takes a value or a list of values")
    }
    let texts = list.compactMap { $0.scalar?.string }
    guard texts.count == list.count else {
      throw Trouble("\(place): \(word) takes a list of plain values")
    }
    return texts
  }

  /// A value with its path, where it is one, as seen from the project file's folder.
  private static func located(_ text: String, _ word: String, _ path: String) -> String {
    let isFile = models.contains(word) ? ModelReference.isFile(text) : paths.contains(word)
    return isFile ? relative(text, path) : text
  }

  private static func relative(_ text: String, _ path: String) -> String {
    text == "-" ? text : PathName(text).relative(to: PathName(path).parent)
  }
}
