/// A named column of values of one type. Columns are equal when they have equal values in the same
/// rows, and miss them in the same rows.
public struct Column: Equatable, Sendable {
  /// The values, one per row. What stands where a value is missing is said at each type.
  public enum Values: Equatable, Sendable {
    /// Numbers; NaN where missing, and only there.
    case numbers([Double])
    /// Texts from a set of levels; code -1 where missing.
    case categories(Categories)
    /// Truth values; `false` where missing.
    case booleans([Bool])
    /// Microseconds since 1970-01-01T00:00Z; the least `Int64` where missing.
    case times([Int64])
    /// Hashes of the texts that name the rows (`RowKey`); never missing, never twice.
    case keys([UInt64])
  }

  /// The name in the header.
  public let name: String
  /// The values, one per row.
  public let values: Values
  /// The number of rows without a value.
  public let missingCount: Int
  /// Whether each row's value is missing; `nil` when none is.
  public let missing: [Bool]?

  /// A column of values that follow the conventions of `Values` for what is missing.
  public init(name: String, values: Values) {
    self.name = name
    self.values = values
    missingCount = values.missingCount
    missing = missingCount > 0 ? values.missingMask : nil
  }

  /// A column of numbers, NaN where one is missing.
  public init(name: String, numbers: [Double]) { self.init(name: name, values: .numbers(numbers)) }

  /// A column of texts, `nil` where one is missing.
  public init(name: String, texts: [String?]) {
    self.init(name: name, values: .categories(Categories(texts)))
  }

  init(name: String, values: Values, missing: [Bool]?) {
    (self.name, self.values, self.missing) = (name, values, missing)
    missingCount = missing.map { $0.reduce(0) { $0 + ($1 ? 1 : 0) } } ?? 0
  }

  /// The number of rows.
  public var count: Int { values.count }

  /// The numbers of a number column; `nil` for the other types.
  public var numbers: [Double]? {
    guard case .numbers(let numbers) = values else { return nil }
    return numbers
  }

  /// The name of the type, for people: `number`, `category`, `boolean`, `time`, `key`.
  public var typeName: String {
    switch values {
    case .numbers: "number"
    case .categories: "category"
    case .booleans: "boolean"
    case .times: "time"
    case .keys: "key"
    }
  }
}

extension Column.Values {
  /// Whether two columns of one type have the same values; missing numbers are the same.
  public static func == (left: Self, right: Self) -> Bool {
    switch (left, right) {
    case (.numbers(let left), .numbers(let right)):
      left.elementsEqual(right) { $0 == $1 || $0.isNaN && $1.isNaN }
    case (.categories(let left), .categories(let right)): left == right
    case (.booleans(let left), .booleans(let right)): left == right
    case (.times(let left), .times(let right)): left == right
    case (.keys(let left), .keys(let right)): left == right
    default: false
    }
  }

  /// The number of rows.
  var count: Int {
    switch self {
    case .numbers(let values): values.count
    case .categories(let values): values.codes.count
    case .booleans(let values): values.count
    case .times(let values): values.count
    case .keys(let values): values.count
    }
  }

  fileprivate var missingCount: Int {
    switch self {
    case .numbers(let values): values.reduce(0) { $0 + ($1.isNaN ? 1 : 0) }
    case .categories(let values): values.codes.reduce(0) { $0 + ($1 < 0 ? 1 : 0) }
    case .times(let values): values.reduce(0) { $0 + ($1 == .min ? 1 : 0) }
    case .booleans, .keys: 0
    }
  }

  fileprivate var missingMask: [Bool] {
    switch self {
    case .numbers(let values): values.map(\.isNaN)
    case .categories(let values): values.codes.map { $0 < 0 }
    case .times(let values): values.map { $0 == .min }
    case .booleans, .keys: Array(repeating: false, count: count)
    }
  }
}
