internal import VaglioFindings
internal import VaglioModels

/// What a model is, for people and for programs.
struct ModelInspection {
  private let opened: OpenedModel
  private static let mostFeatures = 40

  init(of opened: OpenedModel) { self.opened = opened }
}

extension ModelInspection {
  private var model: any Model { opened.model }

  /// The model in lines of aligned columns.
  var text: String {
    let facts = model.summary.facts.map { [$0.name, $0.value.text] }
    return "\(opened.title.fitted(to: 200)): \(model.summary.format), \(prediction)\n"
      + TextTable(facts + digest, numeric: []).lines.map { "  \($0)\n" }.joined() + features
      + model.summary.notes.map { "  \($0)\n" }.joined()
  }

  private var digest: [[String]] { opened.sha256.map { [["sha256", $0]] } ?? [] }

  private var prediction: String {
    let output = model.output
    let what =
      switch output.kind {
      case .probability:
        output.task == .binary
          ? "predicts the probability of \(output.classes?.last ?? "the positive class")"
          : "predicts probabilities"
      case .value: "predicts numbers"
      case .score: "predicts scores, which order rows"
      case .label: "predicts classes alone"
      }
    return "\(output.task.rawValue), \(what)"
      + (output.names.count > 1 ? " (\(Self.list(output.names, 12)))" : "")
  }

  private var features: String {
    guard let features = model.features else { return "  takes any features\n" }
    let shown = features.prefix(Self.mostFeatures).map {
      ["", $0.name.fitted(to: 48), $0.kind.text]
    }
    let rest = features.count - shown.count
    return "  \(features.count) \(features.count == 1 ? "feature" : "features")\n"
      + TextTable(shown, numeric: []).lines.map { "  \($0)\n" }.joined()
      + (rest > 0 ? "    and \(rest) more\n" : "")
  }

  fileprivate static func list(_ names: [String], _ most: Int) -> String {
    names.prefix(most).map { $0.fitted(to: 24) }.joined(separator: ", ")
      + (names.count > most ? ", …" : "")
  }

  /// The model for programs.
  var json: JSONValue {
    let output = model.output
    return .members([
      "name": .string(opened.title), "format": .string(model.summary.format),
      "sha256": opened.sha256.map { .string($0) },
      "task": .string(output.task.rawValue), "predicts": .string(output.kind.rawValue),
      "outputs": .array(output.names.map { .string($0) }),
      "classes": output.classes.map { .array($0.map { .string($0) }) },
      "facts": .object(
        Dictionary(model.summary.facts.map { ($0.name, $0.value.json) }) { first, _ in first }),
      "features": model.features.map { .array($0.map(\.json)) },
      "notes": .array(model.summary.notes.map { .string($0) }),
    ])
  }
}

extension ModelSummary.Value {
  fileprivate var text: String {
    switch self {
    case .count(let count): "\(count)"
    case .number(let number): CanonicalJSON.number(number)
    case .text(let text): text.fitted(to: 160)
    case .texts(let texts): ModelInspection.list(texts, 12)
    case .flag(let flag): flag ? "yes" : "no"
    }
  }

  fileprivate var json: JSONValue {
    switch self {
    case .count(let count): .count(count)
    case .number(let number): number.isFinite ? .number(number) : .string("\(number)")
    case .text(let text): .string(text)
    case .texts(let texts): .array(texts.map { .string($0) })
    case .flag(let flag): .boolean(flag)
    }
  }
}

extension Feature {
  fileprivate var json: JSONValue {
    var members: [String: JSONValue] = ["name": .string(name)]
    switch kind {
    case .number: members["type"] = .string("number")
    case .code: members["type"] = .string("code")
    case .text: members["type"] = .string("text")
    case .category(let levels):
      members["type"] = .string("category")
      members["levels"] = .array(levels.map { .string($0) })
    }
    return .object(members)
  }
}

extension Feature.Kind {
  fileprivate var text: String {
    switch self {
    case .number: "number"
    case .code: "category, as the number that it had when the model was fitted"
    case .text: "text"
    case .category(let levels):
      "category of \(levels.count) \(levels.count == 1 ? "level" : "levels"): "
        + ModelInspection.list(levels, 6)
    }
  }
}
