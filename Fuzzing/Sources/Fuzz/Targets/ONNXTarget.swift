internal import VaglioModels

extension FuzzTarget {
  /// Graphs of ONNX that are read without ONNX Runtime.
  static let onnx = FuzzTarget(
    name: "onnx",
    seeds: [Seeds(folder: "fixtures/models/onnx", ending: ".onnx")]
  ) {
    ModelAttack(format: ONNXFormat.self).attack($0)
  }
}
