internal import Dispatch
internal import Synchronization

/// The reading of some columns of some files: one task for each column of each group of rows.
///
/// A class because its tasks share what they find.
final class ColumnarWork {
  private struct Task {
    let column: Int
    let file: Int
    let group: Int
    /// The place of the group among those of all files.
    let ordinal: Int
    let start: Int
    let rowCount: Int
  }

  private let files: [any ColumnarFile]
  private let places: [[Int]]
  private let forms: [FieldSink.Form]
  private let tasks: [Task]
  private let parts: UnsafeMutableBufferPointer<ColumnPart?>
  private let errors: UnsafeMutableBufferPointer<TableError?>
  /// The levels of each column in category form.
  private var merged: [LevelTable]

  /// The work on columns in these forms, whose places in each file are given.
  init(_ files: [any ColumnarFile], places: [[Int]], forms: [FieldSink.Form]) {
    (self.files, self.places, self.forms) = (files, places, forms)
    var tasks: [Task] = []
    var (start, ordinal) = (0, 0)
    for (file, columnar) in files.enumerated() {
      for (group, rows) in columnar.groups.enumerated() {
        for column in forms.indices {
          tasks.append(
            Task(
              column: column, file: file, group: group, ordinal: ordinal, start: start,
              rowCount: rows.count))
        }
        start += rows.count
        ordinal += 1
      }
    }
    self.tasks = tasks
    parts = .allocate(capacity: tasks.count)
    parts.initialize(repeating: nil)
    errors = .allocate(capacity: tasks.count)
    errors.initialize(repeating: nil)
    merged = forms.map { _ in LevelTable() }
  }

  /// Frees the memory; nothing may be asked afterwards.
  func deallocate() {
    for part in parts { part?.levels.deallocate() }
    for levels in merged { levels.deallocate() }
    parts.deinitialize().deallocate()
    errors.deinitialize().deallocate()
  }

  /// Fills the lanes of the columns; `false` when something was refused.
  func run(threads: Int, lanes: [UnsafeMutableRawPointer]) -> Bool {
    read(threads: threads, lanes: lanes)
    guard firstError == nil else { return false }
    translate(threads: threads)
    return true
  }

  /// What was refused first, by groups, then rows, then columns.
  var firstError: TableError? {
    guard let ordinal = tasks.indices.first(where: { errors[$0] != nil }).map({ tasks[$0].ordinal })
    else { return nil }
    let together = tasks.indices.filter { tasks[$0].ordinal == ordinal }.compactMap { errors[$0] }
    return together.min { ($0.row ?? 0) < ($1.row ?? 0) }
  }

  /// The levels of a column that was read as category.
  func levels(of column: Int) -> [String] {
    var texts: [String] = []
    texts.reserveCapacity(Int(merged[column].count))
    merged[column].forEach { bytes, _ in texts.append(String(decoding: bytes, as: UTF8.self)) }
    return texts
  }

  /// Does the tasks; those of groups behind one that was refused are left out.
  private func read(threads: Int, lanes: [UnsafeMutableRawPointer]) {
    let refused = Atomic(Int.max)
    nonisolated(unsafe) let (work, lanes) = (self, lanes)
    Self.perform(tasks.count, threads: threads) { index in
      guard work.tasks[index].ordinal <= refused.load(ordering: .relaxed) else { return }
      do throws(TableError) {
        try work.read(index, lanes)
      } catch {
        work.errors[index] = error
        refused.min(work.tasks[index].ordinal, ordering: .relaxed)
      }
    }
  }

  private func read(_ index: Int, _ lanes: [UnsafeMutableRawPointer]) throws(TableError) {
    let task = tasks[index]
    let form = forms[task.column]
    var part = ColumnPart(
      form: form, lane: lanes[task.column] + task.start * ColumnPart.stride(of: form),
      rowCount: task.rowCount, levels: LevelTable())
    defer { parts[index] = part }
    try files[task.file].read(
      column: places[task.column][task.file], group: task.group, into: &part)
  }

  /// Gives each text the code of its column instead of that of its part.
  private func translate(threads: Int) {
    var translations: [(task: Int, codes: [Int32])] = []
    for index in tasks.indices where forms[tasks[index].column] == .category {
      guard let part = parts[index] else { continue }
      let codes = translation(part.levels, column: tasks[index].column)
      parts[index]?.levels.removeAll()
      if zip(codes, Int32(0)...).contains(where: { $0 != $1 }) {
        translations.append((index, codes))
      }
    }
    nonisolated(unsafe) let work = self
    Self.perform(translations.count, threads: threads) { [translations] index in
      let (task, codes) = translations[index]
      guard let part = work.parts[task] else { return }
      let lane = part.lane.assumingMemoryBound(to: Int32.self)
      codes.withUnsafeBufferPointer { codes in
        for row in 0..<part.rowCount where lane[row] >= 0 { lane[row] = codes[Int(lane[row])] }
      }
    }
  }

  /// The column's codes of a part's levels, new ones where they are new.
  private func translation(_ levels: LevelTable, column: Int) -> [Int32] {
    var codes: [Int32] = []
    codes.reserveCapacity(Int(levels.count))
    levels.forEach { bytes, hash in
      guard let start = bytes.baseAddress else { return }
      let known = merged[column].code(of: start, count: bytes.count, hash: hash)
      codes.append(known ?? merged[column].insert(start, count: bytes.count, hash: hash))
    }
    return codes
  }

  /// Calls `body` with all numbers below `count`, on several threads.
  private static func perform(_ count: Int, threads: Int, _ body: @Sendable (Int) -> Void) {
    guard threads > 1, count > 1 else {
      for index in 0..<count { body(index) }
      return
    }
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: min(threads, count)) { _ in
      while true {
        let index = next.add(1, ordering: .relaxed).oldValue
        guard index < count else { return }
        body(index)
      }
    }
  }
}
