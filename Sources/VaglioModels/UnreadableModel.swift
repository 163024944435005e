/// Files that are no model that can be read, by what they begin with.
enum UnreadableModel {
  /// The error for a file that no format recognises.
  static func error(_ opening: FileOpening) -> ModelError {
    if isPickle(opening.bytes) {
      return ModelError(
        .unsafe,
        problem: "this is a Python pickle, which can run any code when it is opened; it was not",
        remedy: "where you trust it, convert it: python -c \"import joblib, skops.io; "
          + "skops.io.dump(joblib.load('model.pkl'), 'model.skops')\"")
    }
    if opening.bytes.isEmpty {
      return ModelError(.unknownFormat, problem: "the file is empty")
    }
    return ModelError(
      .unknownFormat, problem: "this is no model file that Vaglio knows",
      remedy: "vaglio list formats shows those it reads")
  }

  /// Pickles of protocol 2 and later begin with an opcode and the protocol; joblib's files may be
  /// compressed by zlib (its default), with pickles inside.
  static func isPickle(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard bytes.count > 2, let first = bytes.first else { return false }
    let second = bytes[bytes.startIndex + 1]
    return first == 0x80 && (2...5).contains(second)
      || first == 0x78 && [0x01, 0x5E, 0x9C, 0xDA].contains(second)
      || bytes.starts(with: "ZF".utf8)
  }
}
