internal import VaglioModels

/// What a server's metadata say about one tensor in the Open Inference Protocol.
struct TensorSpecification: Hashable, Sendable {
  let name: String
  let datatype: TensorType?
  /// The extents, −1 where any.
  let shape: [Int]

  /// The number of features in a matrix; `nil` where any, or where this is no matrix.
  var width: Int? {
    guard shape.count == 2, let width = shape.last, width > 0 else { return nil }
    return width
  }

  /// The specifications in a list; an absent or empty list has none.
  static func list(_ place: DocumentPlace) throws(ModelError) -> [TensorSpecification] {
    guard place.exists else { return [] }
    var list: [TensorSpecification] = []
    for element in try place.elements() {
      list.append(
        TensorSpecification(
          name: try element["name"].string(),
          datatype: TensorType(rawValue: (try? element["datatype"].string()) ?? ""),
          shape: (try? element["shape"].integers()) ?? []))
    }
    return list
  }
}
