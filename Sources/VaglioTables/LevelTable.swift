internal import Glibc

/// Distinct byte strings with their codes, 0 upwards in order of arrival, in an open-addressed
/// hash table.
///
/// It owns plain memory that its holder frees with `deallocate`: it lives inside the hot loops,
/// where a class would be retained and released for every field.
struct LevelTable {
  private struct Slot {
    var hash: UInt64
    /// The place of the level in `entries`, from 1; 0 in a free slot.
    var entry: Int
  }

  private struct Entry {
    var offset: Int
    var count: Int
    var hash: UInt64
    var code: Int32
  }

  /// The number of codes given out; levels that stand for a missing value have none.
  private(set) var count: Int32 = 0
  private var slots: UnsafeMutablePointer<Slot>
  private var mask: Int
  private var entries: UnsafeMutablePointer<Entry>
  private var entryCount = 0
  private var entryCapacity = 16
  private var arena: UnsafeMutablePointer<UInt8>
  private var arenaCount = 0
  private var arenaCapacity = 256
  private static let smallest = 32

  init() {
    slots = .allocate(capacity: Self.smallest)
    slots.initialize(repeating: Slot(hash: 0, entry: 0), count: Self.smallest)
    mask = Self.smallest - 1
    entries = .allocate(capacity: entryCapacity)
    arena = .allocate(capacity: arenaCapacity)
  }

  /// A table of distinct texts, whose codes are their places.
  init(_ texts: [String]) {
    self.init()
    for text in texts {
      let bytes = Array(text.utf8) + Array(repeating: 0, count: 8)
      bytes.withUnsafeBufferPointer { buffer in
        guard let start = buffer.baseAddress else { return }
        let (count, hash) = (
          bytes.count - 8, RowKey.hash(start, count: bytes.count - 8)
        )
        if code(of: start, count: count, hash: hash) == nil {
          _ = insert(start, count: count, hash: hash)
        }
      }
    }
  }

  /// Frees the memory; the table must not be used afterwards.
  func deallocate() {
    slots.deallocate()
    entries.deallocate()
    arena.deallocate()
  }

  /// Forgets all levels.
  mutating func removeAll() {
    deallocate()
    self = LevelTable()
  }

  /// The code of a byte string; `nil` when it is new.
  @inline(__always)
  func code(of bytes: UnsafePointer<UInt8>, count: Int, hash: UInt64) -> Int32? {
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot].entry != 0 {
      if slots[slot].hash == hash {
        let entry = entries[slots[slot].entry - 1]
        if entry.count == count, memcmp(arena + entry.offset, bytes, count) == 0 {
          return entry.code
        }
      }
      slot = (slot + 1) & mask
    }
    return nil
  }

  /// Adds a byte string that is new, and returns its code: the next one, or -1 when it stands for
  /// a missing value.
  @inline(never)
  mutating func insert(
    _ bytes: UnsafePointer<UInt8>, count length: Int, hash: UInt64, asMissing: Bool = false
  ) -> Int32 {
    if (entryCount + 1) * 2 > mask { growSlots() }
    if entryCount == entryCapacity {
      entries = Self.grown(entries, used: entryCount, capacity: &entryCapacity, atLeast: 1)
    }
    if arenaCapacity - arenaCount < length {
      arena = Self.grown(arena, used: arenaCount, capacity: &arenaCapacity, atLeast: length)
    }
    let code = asMissing ? -1 : count
    if !asMissing { count += 1 }
    (arena + arenaCount).update(from: bytes, count: length)
    (entries + entryCount).initialize(
      to: Entry(offset: arenaCount, count: length, hash: hash, code: code))
    arenaCount += length
    entryCount += 1
    place(hash: hash, entry: entryCount)
    return code
  }

  /// Calls `body` with each level that has a code not below `first`, in the order of the codes, and
  /// its hash.
  func forEach(
    from first: Int32 = 0, _ body: (UnsafeBufferPointer<UInt8>, UInt64) -> Void
  ) {
    guard count > first else { return }
    for entry in 0..<entryCount where entries[entry].code >= first {
      let start = arena + entries[entry].offset
      body(
        UnsafeBufferPointer(start: start, count: entries[entry].count), entries[entry].hash)
    }
  }

  private func place(hash: UInt64, entry: Int) {
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot].entry != 0 { slot = (slot + 1) & mask }
    slots[slot] = Slot(hash: hash, entry: entry)
  }

  private mutating func growSlots() {
    let (old, oldCount) = (slots, mask + 1)
    let newCount = oldCount * 2
    slots = .allocate(capacity: newCount)
    slots.initialize(repeating: Slot(hash: 0, entry: 0), count: newCount)
    mask = newCount - 1
    for slot in 0..<oldCount where old[slot].entry != 0 {
      place(hash: old[slot].hash, entry: old[slot].entry)
    }
    old.deallocate()
  }

  private static func grown<Element>(
    _ old: UnsafeMutablePointer<Element>, used: Int, capacity: inout Int, atLeast extra: Int
  ) -> UnsafeMutablePointer<Element> {
    capacity = max(capacity * 2, used + extra)
    let new = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
    new.moveInitialize(from: old, count: used)
    old.deallocate()
    return new
  }
}
