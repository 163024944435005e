/// A type of tensor elements in the Open Inference Protocol v2.
public enum TensorType: String, Hashable, Sendable, CaseIterable {
  case bool = "BOOL"
  case uint8 = "UINT8"
  case uint16 = "UINT16"
  case uint32 = "UINT32"
  case uint64 = "UINT64"
  case int8 = "INT8"
  case int16 = "INT16"
  case int32 = "INT32"
  case int64 = "INT64"
  case fp16 = "FP16"
  case fp32 = "FP32"
  case fp64 = "FP64"
  case bytes = "BYTES"

  /// Whether the elements are numbers with fractions.
  var isFloating: Bool { [.fp16, .fp32, .fp64].contains(self) }

  /// The whole numbers that the elements hold; `nil` for other elements. Doubles name whole numbers
  /// to 2⁵³ only.
  var wholeRange: ClosedRange<Double>? {
    switch self {
    case .bool: 0...1
    case .uint8: 0...255
    case .uint16: 0...65_535
    case .uint32: 0...4_294_967_295
    case .uint64: 0...0x1p53
    case .int8: -128...127
    case .int16: -32_768...32_767
    case .int32: -2_147_483_648...2_147_483_647
    case .int64: -0x1p53...0x1p53
    case .fp16, .fp32, .fp64, .bytes: nil
    }
  }
}
