/// The features of an XGBoost model.
enum XGBoostFeatures {
  /// The features by name and kind: `f0`, `f1`, … where the model has no names, as XGBoost calls
  /// them; categories of 3.1 and later with their levels.
  static func features(
    _ learner: DocumentPlace, categories: DocumentPlace, count: Int
  ) throws(ModelError) -> [Feature] {
    let names = try texts(learner["feature_names"], count)
    let types = try texts(learner["feature_types"], count)
    let levels = try Self.levels(categories, count)
    return (0..<count).map { index in
      let name = names.isEmpty ? "f\(index)" : names[index]
      if !levels.isEmpty, !levels[index].isEmpty {
        return Feature(name, kind: .category(levels: levels[index]))
      }
      return Feature(name, kind: !types.isEmpty && types[index] == "c" ? .code : .number)
    }
  }

  /// One text per feature, or none at all.
  private static func texts(_ place: DocumentPlace, _ count: Int) throws(ModelError) -> [String] {
    guard place.exists else { return [] }
    let texts = try place.strings()
    guard texts.isEmpty || texts.count == count else {
      throw place.malformed("\(texts.count) texts for \(count) features")
    }
    return texts
  }

  /// The levels of each feature, none of a feature that is no category; empty where the file has no
  /// levels.
  private static func levels(
    _ categories: DocumentPlace, _ count: Int
  ) throws(ModelError) -> [[String]] {
    guard categories.exists else { return [] }
    let encodings = try categories["enc"].elements()
    guard encodings.isEmpty || encodings.count == count else {
      throw categories["enc"].malformed("\(encodings.count) encodings for \(count) features")
    }
    return try encodings.map { encoding throws(ModelError) in
      encoding["offsets"].exists ? try texts(encoding) : try integers(encoding)
    }
  }

  /// Texts one behind the other as UTF-8, the end of each in `offsets` behind a zero.
  private static func texts(_ encoding: DocumentPlace) throws(ModelError) -> [String] {
    let offsets = try encoding["offsets"].integers()
    let bytes = try encoding["values"].integers().map { UInt8(truncatingIfNeeded: $0) }
    var texts: [String] = []
    for (start, end) in zip(offsets, offsets.dropFirst()) {
      guard 0 <= start, start <= end, end <= bytes.count,
        let text = String(validating: bytes[start..<end], as: UTF8.self)
      else { throw encoding["offsets"].malformed("no text lies between \(start) and \(end)") }
      texts.append(text)
    }
    return texts
  }

  /// Whole numbers. Unsigned ones of 16 bits and more are stored as signed ones of the same bits.
  private static func integers(_ encoding: DocumentPlace) throws(ModelError) -> [String] {
    let bits: Int
    switch try encoding["type"].integer() {
    case 9, 10, 11, 13, 15, 16: bits = 0
    case 12: bits = 16
    case 14: bits = 32
    case let type: throw encoding["type"].unsupported("categories of type \(type) are not read")
    }
    return try encoding["values"].integers().map {
      String($0 < 0 && bits > 0 ? $0 + 1 << bits : $0)
    }
  }
}
