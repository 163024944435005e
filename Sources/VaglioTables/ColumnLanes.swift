/// The memory of some columns that are filled together, straight into the arrays that tables keep.
struct ColumnLanes {
  /// The values of one column.
  enum Lane {
    case numbers([Double])
    case times([Int64])
    case keys([UInt64])
    case codes([Int32])
    case truths([UInt8])
  }

  private(set) var lanes: [Lane] = []

  /// Lanes of `rowCount` values in these forms, which `fill` writes; when it returns `false`, they
  /// are empty.
  init(
    _ forms: [FieldSink.Form], rowCount: Int, fill: ([UnsafeMutableRawPointer]) -> Bool
  ) {
    guard rowCount > 0 else {
      lanes = forms.map(Self.empty)
      return
    }
    var made: [Lane] = []
    _ = Self.nest(forms[...], rowCount, [], &made, fill)
    lanes = made.reversed()
  }

  private static func empty(_ form: FieldSink.Form) -> Lane {
    switch form {
    case .number, .unsettled, .ignored: .numbers([])
    case .time: .times([])
    case .key: .keys([])
    case .category: .codes([])
    case .boolean: .truths([])
    }
  }

  /// Makes the first lane, and the others while it is open; the last is the first to be whole.
  private static func nest(
    _ forms: ArraySlice<FieldSink.Form>, _ rowCount: Int, _ open: [UnsafeMutableRawPointer],
    _ made: inout [Lane], _ fill: ([UnsafeMutableRawPointer]) -> Bool
  ) -> Bool {
    guard let form = forms.first else { return fill(open) }
    var isFilled = false
    func array<Value: BitwiseCopyable>(of type: Value.Type) -> [Value] {
      [Value](unsafeUninitializedCapacity: rowCount) { room, count in
        guard let start = room.baseAddress else { return }
        isFilled = nest(
          forms.dropFirst(), rowCount, open + [UnsafeMutableRawPointer(start)], &made, fill)
        count = isFilled ? rowCount : 0
      }
    }
    let lane: Lane =
      switch form {
      case .number, .unsettled, .ignored: .numbers(array(of: Double.self))
      case .time: .times(array(of: Int64.self))
      case .key: .keys(array(of: UInt64.self))
      case .category: .codes(array(of: Int32.self))
      case .boolean: .truths(array(of: UInt8.self))
      }
    made.append(lane)
    return isFilled
  }
}
