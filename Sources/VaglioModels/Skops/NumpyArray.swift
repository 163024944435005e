/// An array in NumPy's own format, `.npy` versions 1 to 3
/// (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html).
///
/// Numbers, truth values, texts of fixed width and records of these are read, little-endian, in C or
/// Fortran order; arrays of Python objects are refused, being pickles.
struct NumpyArray: Sendable {
  /// The type of an element.
  indirect enum Element: Hashable, Sendable {
    case signed(Int)
    case unsigned(Int)
    case float(Int)
    case boolean
    /// UTF-32 texts of so many characters, padded with zeros.
    case text(Int)
    /// Named parts: the type and its offset in the record.
    case record([Field], size: Int)

    /// The number of bytes.
    var size: Int {
      switch self {
      case .signed(let size), .unsigned(let size), .float(let size): size
      case .boolean: 1
      case .text(let count): count * 4
      case .record(_, let size): size
      }
    }
  }

  /// A part of a record.
  struct Field: Hashable, Sendable {
    let name: String
    let element: Element
    let offset: Int
  }

  /// The type of the elements.
  let element: Element
  /// The lengths of the dimensions; none for a single value.
  let shape: [Int]
  private let bytes: ArraySlice<UInt8>
  /// The distance between elements in bytes: more than the size for a part of records.
  private let stride: Int

  /// The number of elements.
  var count: Int { shape.reduce(1, *) }

  /// Reads an array; `name` is its entry in the archive, for messages.
  init(_ file: [UInt8], name: String) throws(ModelError) {
    func damaged(_ problem: String) -> ModelError {
      ModelError(.malformed, place: name, problem: problem)
    }
    guard file.count >= 10, file.starts(with: [0x93] + Array("NUMPY".utf8)) else {
      throw damaged("this is no array in NumPy's format")
    }
    let version = file[6]
    guard (1...3).contains(version), version == 1 || file.count >= 12 else {
      throw damaged("version \(version) of NumPy's format is not known")
    }
    let start = version == 1 ? 10 : 12
    var length = Int(file[8]) | Int(file[9]) << 8
    if version > 1 { length |= Int(file[10]) << 16 | Int(file[11]) << 24 }
    guard length <= file.count - start else { throw damaged("the header is cut short") }
    let header = try NumpyHeader(file[start..<start + length], name: name)
    let data = file[(start + length)...]
    guard Self.byteCount(header.element, header.shape) == data.count else {
      throw damaged("the array's shape does not fit the length of its data")
    }
    element = header.element
    let isTurned = header.isFortran && header.shape.filter { $0 != 1 }.count > 1
    shape = header.shape
    stride = element.size
    bytes = isTurned ? Self.turned(data, shape: shape, size: element.size)[...] : data
  }

  private init(element: Element, shape: [Int], bytes: ArraySlice<UInt8>, stride: Int) {
    (self.element, self.shape) = (element, shape)
    (self.bytes, self.stride) = (bytes, stride)
  }

  private static func byteCount(_ element: Element, _ shape: [Int]) -> Int? {
    var total = element.size
    for length in shape {
      let (product, overflow) = total.multipliedReportingOverflow(by: length)
      if overflow { return nil }
      total = product
    }
    return total
  }

  /// The elements in C order of an array that is in Fortran order: the last index runs first.
  private static func turned(_ data: ArraySlice<UInt8>, shape: [Int], size: Int) -> [UInt8] {
    var turned: [UInt8] = []
    turned.reserveCapacity(data.count)
    var strides: [Int] = []
    var step = size
    for length in shape {
      strides.append(step)
      step *= length
    }
    var index = Array(repeating: 0, count: shape.count)
    for _ in 0..<(size == 0 ? 0 : data.count / size) {
      let offset = zip(index, strides).reduce(data.startIndex) { $0 + $1.0 * $1.1 }
      turned += data[offset..<offset + size]
      for dimension in shape.indices.reversed() {
        index[dimension] += 1
        if index[dimension] < shape[dimension] { break }
        index[dimension] = 0
      }
    }
    return turned
  }

  /// The part of every record that has a name; `nil` without one.
  func field(_ name: String) -> NumpyArray? {
    guard case .record(let fields, _) = element,
      let field = fields.first(where: { $0.name == name })
    else { return nil }
    return NumpyArray(
      element: field.element, shape: shape,
      bytes: bytes.dropFirst(field.offset), stride: stride)
  }

  private func word(_ index: Int, size: Int) -> UInt64 {
    let start = bytes.startIndex + index * stride
    var word: UInt64 = 0
    for offset in 0..<size { word |= UInt64(bytes[start + offset]) << UInt64(8 * offset) }
    return word
  }

  /// The elements as numbers, C order; `nil` for texts and records. Truth values are 0 and 1.
  var numbers: [Double]? {
    switch element {
    case .float(8): return (0..<count).map { Double(bitPattern: word($0, size: 8)) }
    case .float(4):
      return (0..<count).map { Double(Float(bitPattern: UInt32(word($0, size: 4)))) }
    case .float, .text, .record: return nil
    case .boolean: return (0..<count).map { word($0, size: 1) == 0 ? 0 : 1 }
    case .unsigned(let size): return (0..<count).map { Double(word($0, size: size)) }
    case .signed(let size):
      let shift = UInt64(64 - 8 * size)
      return (0..<count).map {
        Double(Int64(bitPattern: word($0, size: size) << shift) >> Int64(shift))
      }
    }
  }

  /// The elements as texts, C order; `nil` for others, and for what is no Unicode.
  var texts: [String]? {
    guard case .text(let length) = element else { return nil }
    var texts: [String] = []
    texts.reserveCapacity(count)
    for index in 0..<count {
      var text = String.UnicodeScalarView()
      var ended = length
      for place in 0..<length {
        let scalar = scalar(index, place)
        guard let scalar = UnicodeScalar(scalar) else { return nil }
        text.append(scalar)
        if scalar.value != 0 { ended = place + 1 }
      }
      // Zeros at the end are padding.
      let kept = text.prefix(length == 0 || text.allSatisfy { $0.value == 0 } ? 0 : ended)
      texts.append(String(String.UnicodeScalarView(kept)))
    }
    return texts
  }

  private func scalar(_ index: Int, _ place: Int) -> UInt32 {
    let start = bytes.startIndex + index * stride + place * 4
    return (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[start + $1]) << UInt32(8 * $1) }
  }
}
