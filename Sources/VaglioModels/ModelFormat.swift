/// A format of model files.
public protocol ModelFormat: Sendable {
  /// The name for people: `XGBoost JSON`.
  static var name: String { get }
  /// What of the format is read, in one sentence.
  static var definition: String { get }

  /// Whether a file that begins so may be of this format. Files of other formats are not recognised.
  static func recognizes(_ opening: FileOpening) -> Bool

  /// Reads a file. Errors need not name the file and the format.
  static func parse(_ bytes: [UInt8], _ options: ModelOptions) throws(ModelError) -> any Model
}

/// The first bytes of a file.
public struct FileOpening: Sendable {
  /// The bytes, all of a short file.
  public let bytes: ArraySlice<UInt8>

  /// How many bytes of a file are looked at.
  public static let length = 1 << 16

  /// The opening of a file.
  public init(_ bytes: [UInt8]) { self.bytes = bytes.prefix(Self.length) }

  /// The opening as text, where it is ASCII but for a few bytes; JSON's white space is left out, so
  /// that `{"a": 1` and `{"a":1` look alike.
  public var text: String {
    String(decoding: bytes.filter { !" \n\r\t".utf8.contains($0) }, as: UTF8.self)
  }
}

/// What the caller knows about a model that its file doesn't tell.
public struct ModelOptions: Hashable, Sendable {
  /// The path of ONNX Runtime's library; `nil` looks for it where ``ONNXRuntime/found(in:)`` says.
  public var onnxRuntime: String?
  /// Folders of Python environments, in which ONNX Runtime may be installed.
  public var pythonEnvironments: [String] = []
  /// The output that is wanted of a model with several, by name.
  public var output: String?

  /// Nothing is known.
  public init() {}
}
