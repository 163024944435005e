/// Files that are no model that can be read, by what they begin with.
enum UnreadableModel {
  /// The error for a file that no format recognises.
  static func error(_ opening: FileOpening) -> ModelError {
    let isPickle = isPickle(opening.bytes) || mayBePickle(opening.bytes)
    if let error = XGBoostUnreadable.error(opening, isPickle: isPickle) { return error }
    if isPickle {
      return ModelError(
        .unsafe,
        problem: "this is a Python pickle, which can run any code when it is opened; it was not",
        remedy: "where you trust it, convert it: " + conversion)
    }
    if opening.bytes.isEmpty {
      return ModelError(.unknownFormat, problem: "the file is empty")
    }
    return ModelError(
      .unknownFormat, problem: "this is no model file that Vaglio knows",
      remedy: "vaglio list formats shows those it reads")
  }

  /// The line of Python that converts a pickle. joblib opens pickles of every protocol, its own
  /// compressed ones, and those of cloudpickle.
  static let conversion =
    "python -c \"import joblib, skops.io; skops.io.dump(joblib.load('model.pkl'), 'model.skops')\""

  /// Whether a file begins as nothing but a pickle does: of protocol 2 to 5 with an opcode and the
  /// protocol, of 0 and 1 with the name of what makes an object; joblib's are compressed by zlib
  /// unless it is told otherwise.
  static func isPickle(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard bytes.count > 2, let first = bytes.first else { return false }
    let second = bytes[bytes.startIndex + 1]
    return first == 0x80 && (2...5).contains(second)
      || first == 0x78 && [0x01, 0x5E, 0x9C, 0xDA].contains(second)
      || bytes.starts(with: "ccopy_reg\n".utf8) || bytes.starts(with: "c__builtin__\n".utf8)
  }

  /// Whether a file that is asked for as a model, and of no format, begins as a pickle may: with a
  /// container of protocol 0 or 1, or compressed by gzip, bzip2, lzma, xz or lz4, as joblib does, or
  /// by joblib's own old way. Tables may begin so too.
  private static func mayBePickle(_ bytes: ArraySlice<UInt8>) -> Bool {
    openings.contains { bytes.starts(with: $0) }
  }

  private static let openings: [[UInt8]] = [
    Array("(dp".utf8), Array("(lp".utf8), Array("}q".utf8), Array("]q".utf8), Array("ZF".utf8),
    [0x1F, 0x8B, 0x08], Array("BZh".utf8), [0x5D, 0x00, 0x00],
    [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], [0x04, 0x22, 0x4D, 0x18],
  ]
}
