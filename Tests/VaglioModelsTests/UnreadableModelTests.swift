import Testing

@testable import VaglioModels

struct UnreadableModelTests {
  private func error(_ bytes: [UInt8]) -> ModelError {
    do {
      _ = try ModelCatalogue.model(bytes, name: "model.pkl")
      return ModelError(.malformed, problem: "read")
    } catch { return error }
  }

  /// The first bytes of `pickle.dumps(LinearRegression())` by protocol, and of `joblib.dump` by
  /// compression, as Python 3.11 and joblib 1.5 write them.
  @Test func `pickles of every protocol and compression are refused with the way out`() {
    let openings: [[UInt8]] = [
      Array("ccopy_reg\n_reconstructor\n".utf8), [0x80, 0x02] + Array("csklearn.".utf8),
      [0x80, 0x03] + Array("csklearn.".utf8), [0x80, 0x04, 0x95, 0xA8, 0x01, 0, 0, 0, 0, 0, 0],
      [0x80, 0x05, 0x95, 0xA5, 0x01, 0, 0, 0, 0, 0, 0],
      [0x78, 0x5E, 0x6B, 0x60], [0x78, 0x9C, 0x6B, 0x60], [0x78, 0x01, 0x6B],
      [0x1F, 0x8B, 0x08, 0x00], Array("BZh31AY&SY".utf8), [0x5D, 0x00, 0x00, 0x40, 0x00, 0xFF],
      [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], [0x04, 0x22, 0x4D, 0x18, 0x40], Array("(dp0\n".utf8),
      Array("}q\0.".utf8),
    ]
    for opening in openings {
      let error = error(opening)
      #expect(error.kind == .unsafe, "\(opening)")
      #expect(
        error.remedy?.contains("skops.io.dump(joblib.load('model.pkl'), 'model.skops')") == true)
    }
  }

  @Test func `tables that are compressed are not taken for models`() {
    for bytes in [[0x1F, 0x8B, 0x08, 0x00], Array("ZF,b\n1,2\n".utf8), Array("(dp,x\n".utf8)] {
      #expect(!ModelCatalogue.recognizes(FileOpening(bytes)))
    }
  }

  @Test func `other files are no models`() {
    #expect(error([]).problem == "the file is empty")
    #expect(error(Array("a,b\n1,2\n".utf8)).kind == .unknownFormat)
  }
}
