public import VaglioFindings

/// What features mean to the people who are told the reasons of a decision.
///
/// As a file:
/// ```yaml
/// reference: applicants approved in 2025
/// reasons:
///   - {code: "11", text: Income too low for the amount of credit, features: [income]}
///   - {code: "27", text: Length of employment, features: [job=none, job=part, job=full]}
///   - {code: "90", text: Age, features: [age], immutable: true, protected: true}
/// ```
/// Features of one reason, the columns of a one-hot encoding say, are added up.
public struct ReasonMap: Hashable, Sendable {
  /// A reason.
  public struct Reason: Hashable, Sendable {
    /// The code by which letters and systems know it.
    public let code: String
    /// The text for people.
    public let text: String
    /// The features behind it; at least one.
    public let features: [String]
    /// Whether nobody can change them.
    public let isImmutable: Bool
    /// Whether the law forbids deciding by them.
    public let isProtected: Bool

    /// A reason.
    public init(
      code: String, text: String, features: [String], isImmutable: Bool = false,
      isProtected: Bool = false
    ) {
      (self.code, self.text, self.features) = (code, text, features)
      (self.isImmutable, self.isProtected) = (isImmutable, isProtected)
    }
  }

  /// The people that a row is held against: those whom the base value stands for.
  public let reference: String?
  /// The reasons in their order.
  public let reasons: [Reason]

  /// Reasons.
  ///
  /// - Throws: a refusal of two reasons of one code, of a feature in two of them, and of empty texts.
  public init(reference: String? = nil, reasons: [Reason]) throws(AttributionError) {
    guard !reasons.isEmpty else { throw .refused("the map has no reasons") }
    var (codes, features) = (Set<String>(), Set<String>())
    for (number, reason) in reasons.enumerated() {
      let place = "reasons[\(number)]"
      guard !reason.code.isEmpty, !reason.text.isEmpty, !reason.features.isEmpty else {
        throw .refused("\(place): a reason has a code, a text and at least one feature")
      }
      guard codes.insert(reason.code).inserted else {
        throw .refused("\(place): the code \"\(reason.code)\" is another reason's already")
      }
      for feature in reason.features where !features.insert(feature).inserted {
        throw .refused("\(place): the feature \"\(feature)\" has a reason already")
      }
    }
    (self.reference, self.reasons) = (reference, reasons)
  }

  /// Reads a map from a parsed file.
  ///
  /// - Throws: a refusal that names the place of what isn't as it should be.
  public init(_ value: JSONValue) throws(AttributionError) {
    let read: (reference: String?, reasons: [Reason])
    do throws(RecordError) {
      read = try Self.read(JSONPlace(root: value, name: "the map of reasons"))
    } catch { throw .refused(error.description) }
    try self.init(reference: read.reference, reasons: read.reasons)
  }

  private static func read(
    _ root: JSONPlace
  ) throws(RecordError) -> (reference: String?, reasons: [Reason]) {
    try root.refuse(membersBut: ["reference", "reasons"])
    guard root["reasons"].exists else {
      throw root["reasons"].failure(expected: "a list of reasons")
    }
    var reasons: [Reason] = []
    for place in try root["reasons"].elements() { reasons.append(try Reason(place)) }
    return (root["reference"].exists ? try root["reference"].string() : nil, reasons)
  }

  /// Refuses features that an explanation does not have, with the nearest that it has.
  public func check(features known: [String]) throws(AttributionError) {
    for (number, reason) in reasons.enumerated() {
      for feature in reason.features where !known.contains(feature) {
        throw .refused(
          "reasons[\(number)]: the explanation has no feature \"\(feature)\"",
          remedy: NearestWord(to: feature, among: known).map { "did you mean \"\($0.word)\"?" })
      }
    }
  }
}

extension ReasonMap.Reason {
  fileprivate init(_ place: JSONPlace) throws(RecordError) {
    try place.refuse(membersBut: ["code", "text", "features", "immutable", "protected"])
    self.init(
      code: try place["code"].string(), text: try place["text"].string(),
      features: try place["features"].strings(),
      isImmutable: try place["immutable"].truth(), isProtected: try place["protected"].truth())
  }
}

extension JSONPlace {
  /// Refuses members of other names, with the nearest of these.
  func refuse(membersBut known: [String]) throws(RecordError) {
    guard value?.object != nil else { throw failure(expected: "a mapping") }
    for (name, place) in try members() where !known.contains(name) {
      let nearest = NearestWord(to: name, among: known).map { "; did you mean \"\($0.word)\"?" }
      throw RecordError(
        path: place.path,
        reason: "there is no such key, but \(known.joined(separator: ", "))\(nearest ?? "")")
    }
  }

  /// The truth value here; `false` where nothing stands.
  func truth() throws(RecordError) -> Bool {
    guard exists else { return false }
    guard let truth = value?.boolean else { throw failure(expected: "true or false") }
    return truth
  }
}
