/// A tensor of an ONNX file (`TensorProto`). Its elements are only decoded when they are asked for.
struct ONNXTensor: Sendable {
  /// The elements in row-major order.
  enum Elements: Sendable {
    case floats([Float])
    case doubles([Double])
    /// Whole numbers and truth values of any width.
    case integers([Int64])
    case texts([String])
  }

  /// The name; empty in attributes.
  private(set) var name = ""
  /// The number of elements along each dimension; none of a single value.
  private(set) var shape: [Int] = []
  /// The type's number in `TensorProto.DataType`.
  private(set) var type = 0
  private let message: ProtobufReader
  private var isExternal = false

  /// Reads all but the elements.
  init(_ message: ProtobufReader) throws(ModelError) {
    self.message = message
    var dimensions: [Int64] = []
    var reader = message
    while let (number, value) = try reader.field() {
      switch number {
      case 1: try value.append(to: &dimensions, "dims")
      case 2: type = Int(truncatingIfNeeded: try value.integer("data_type"))
      case 8: name = try value.text("name")
      case 13: isExternal = true
      case 14: isExternal = try value.integer("data_location") != 0 || isExternal
      default: break
      }
    }
    for dimension in dimensions {
      guard let size = Int(exactly: dimension), size >= 0 else {
        throw malformed("a dimension is \(dimension)")
      }
      shape.append(size)
    }
  }

  /// The name of a type in `TensorProto.DataType`.
  static func typeName(_ type: Int) -> String {
    let names = [
      "undefined", "float", "uint8", "int8", "uint16", "int16", "int32", "int64", "string", "bool",
      "float16", "double", "uint32", "uint64", "complex64", "complex128", "bfloat16",
    ]
    return names.indices.contains(type) ? names[type] : "type \(type)"
  }

  private func malformed(_ problem: String) -> ModelError {
    ModelError(.malformed, place: name.isEmpty ? "a tensor" : "tensor \(name)", problem: problem)
  }

  /// Refuses a tensor whose elements are in another file.
  func checkInside() throws(ModelError) {
    guard isExternal else { return }
    throw ModelError(
      .unsupported, place: "tensor \(name)", problem: "its elements are in another file",
      remedy: "save the model as one file: onnx.save(onnx.load('model.onnx'), 'whole.onnx')")
  }

  /// The elements, as many as the shape says.
  func elements() throws(ModelError) -> Elements {
    try checkInside()
    var raw: ProtobufReader?
    var (floats, doubles, integers, texts) = ([Float](), [Double](), [Int64](), [String]())
    var reader = message
    while let (number, value) = try reader.field() {
      switch number {
      case 4: try value.append(to: &floats, "float_data")
      case 5: try value.append(to: &integers, "int32_data")
      case 6: texts.append(try value.text("string_data"))
      case 7: try value.append(to: &integers, "int64_data")
      case 9: raw = try value.message("raw_data")
      case 10: try value.append(to: &doubles, "double_data")
      case 11: try value.append(to: &integers, "uint64_data")
      default: break
      }
    }
    switch type {
    case 1:
      try raw?.packed(UInt32.self) { floats.append(Float(bitPattern: $0)) }
      return .floats(try counted(floats))
    case 11:
      try raw?.packed(UInt64.self) { doubles.append(Double(bitPattern: $0)) }
      return .doubles(try counted(doubles))
    case 8: return .texts(try counted(texts))
    case 2, 9: try raw?.packed(UInt8.self) { integers.append(Int64($0)) }
    case 3: try raw?.packed(UInt8.self) { integers.append(Int64(Int8(bitPattern: $0))) }
    case 4: try raw?.packed(UInt16.self) { integers.append(Int64($0)) }
    case 5: try raw?.packed(UInt16.self) { integers.append(Int64(Int16(bitPattern: $0))) }
    case 6: try raw?.packed(UInt32.self) { integers.append(Int64(Int32(bitPattern: $0))) }
    case 12: try raw?.packed(UInt32.self) { integers.append(Int64($0)) }
    case 7: try raw?.packed(UInt64.self) { integers.append(Int64(bitPattern: $0)) }
    default:
      throw ModelError(
        .unsupported, place: name.isEmpty ? "a tensor" : "tensor \(name)",
        problem: "its elements are of \(Self.typeName(type))")
    }
    return .integers(try counted(integers))
  }

  private func counted<Element>(_ elements: [Element]) throws(ModelError) -> [Element] {
    var count = 1
    for size in shape {
      let (product, overflows) = count.multipliedReportingOverflow(by: size)
      guard !overflows else { throw malformed("its shape is \(shape)") }
      count = product
    }
    guard count == elements.count else {
      throw malformed("\(elements.count) elements in a shape of \(shape)")
    }
    return elements
  }

  /// The elements as numbers.
  func numbers() throws(ModelError) -> [Double] {
    switch try elements() {
    case .floats(let floats): return floats.map(Double.init)
    case .doubles(let doubles): return doubles
    case .integers(let integers): return integers.map(Double.init)
    case .texts: throw malformed("texts where numbers are expected")
    }
  }

  /// The elements as whole numbers.
  func integers() throws(ModelError) -> [Int64] {
    guard case .integers(let integers) = try elements() else {
      throw malformed("expected whole numbers")
    }
    return integers
  }
}
