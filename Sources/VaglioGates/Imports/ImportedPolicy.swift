internal import VaglioFindings

/// The rules of another tool as a policy, and the list of what could not be carried over.
///
/// Every value of the files is accounted for: a gate stands for it (``carried``), it is listed with
/// a reason (``left``), or its key decides nothing (``ImportFormat/neutralKeys``).
public struct ImportedPolicy: Sendable {
  public let format: ImportFormat
  /// The policy as YAML with comments, which ``Policy/init(parsing:file:)`` reads; `nil` where
  /// nothing could be carried over, as a policy without gates judges nothing.
  public let policyText: String?
  /// The parts of the policy that judge data and models, where it has gates of the kind.
  private let parts: [ImportedMatter: String]
  /// The settings that gates stand for, in the order in which they were read.
  public let carried: [CarriedItem]
  /// The settings that none stands for.
  public let left: [LeftItem]

  /// Reads files of one tool, in order.
  ///
  /// A file that can't be read, or isn't of this format, is refused with its place. A setting that
  /// makes no sense is left behind with its reason.
  ///
  /// Rows never prove that a rate is 0. Where `leastRate` is given, from 0 to 1, limits on rates that
  /// are less become that limit, and the gate's remark says what they were.
  public init(
    _ format: ImportFormat, files: [(name: String, bytes: [UInt8])], leastRate: Double = 0
  ) throws(PolicyError) {
    let ledger = try Self.ledger(format, files, leastRate)
    self.format = format
    (carried, left) = (ledger.items, ledger.left)
    let text = ImportedPolicyText(ledger, carried, files: files.map(\.name))
    policyText = text.text()
    var parts: [ImportedMatter: String] = [:]
    for matter in ImportedMatter.allCases { parts[matter] = text.text(about: matter) }
    self.parts = parts
    if let policyText { _ = try Policy(parsing: policyText, file: "the imported policy") }
  }

  /// The files' settings and what has become of them.
  private static func ledger(
    _ format: ImportFormat, _ files: [(name: String, bytes: [UInt8])], _ leastRate: Double
  ) throws(PolicyError) -> ImportLedger {
    let nowhere = TextPlace(file: "", line: 1, column: 1)
    guard !files.isEmpty else { throw PolicyError("no file to import", at: nowhere) }
    guard leastRate >= 0, leastRate <= 1 else {
      throw PolicyError("the least rate is a number from 0 to 1", at: nowhere)
    }
    var ledger = ImportLedger(format, leastRate: leastRate)
    var names: Set<String> = []
    for file in files {
      guard names.insert(file.name).inserted else {
        throw PolicyError(
          "the file is given twice", at: TextPlace(file: file.name, line: 1, column: 1))
      }
      let root = try ImportNode.reading(file.bytes, file: file.name, textProto: format == .tfma)
      try format.read(root, into: &ledger)
      try ledger.leaveRest(of: root)
    }
    return ledger
  }
}

extension ImportedPolicy {
  /// What the policy judges: records of data and of models are made by different commands, and a gate
  /// about what a record doesn't hold is not evaluated.
  public var matters: [ImportedMatter] { ImportedMatter.allCases.filter { parts[$0] != nil } }

  /// The policy without the gates about other things; `nil` where none remain.
  public func policyText(about matter: ImportedMatter) -> String? { parts[matter] }
}

extension ImportFormat {
  fileprivate func read(_ root: ImportNode, into ledger: inout ImportLedger) throws(PolicyError) {
    switch self {
    case .sagemaker: try SageMakerReader.read(root, into: &ledger)
    case .tfma: try TFMAReader.read(root, into: &ledger)
    case .evidently: try EvidentlyReader.read(root, into: &ledger)
    case .whylogs: try WhylogsReader.read(root, into: &ledger)
    }
  }
}
