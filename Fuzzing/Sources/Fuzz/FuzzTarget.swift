internal import CFuzzer
internal import Glibc

/// A parser under attack: what to begin with, what an input may cost, and what must hold of each.
struct FuzzTarget: Sendable {
  /// Files of one ending in a folder of the repository and below it.
  struct Seeds: Sendable {
    let folder: String
    let ending: String
  }

  /// What one input may cost at most, in this build, which is some five times slower than the
  /// product's: so much, and so much more for each byte of the input.
  struct Budget: Sendable {
    /// Bytes allocated at once: those of an empty input, and for each byte.
    var memory = (base: 16 << 20, perByte: 2_000)
    /// Nanoseconds of the thread's processor time.
    var time = (base: 1_000_000_000, perByte: 50_000)
  }

  let name: String
  let seeds: [Seeds]
  var budget = Budget()
  /// A change of an input that keeps what the format demands: checksums, brackets; `nil` where the
  /// input isn't of that format.
  var mutation: (@Sendable ([UInt8], inout Draws) -> [UInt8]?)?
  /// Reads an input, and checks what was read, or the error.
  let check: @Sendable ([UInt8]) -> Void

  /// The target of a name.
  static func named(_ name: String) -> FuzzTarget? { catalogue.first { $0.name == name } }

  /// Checks an input, and what it costs.
  func attack(with bytes: [UInt8]) {
    memory_restart()
    let start = clock_gettime_nsec(CLOCK_THREAD_CPUTIME_ID)
    check(bytes)
    let time = clock_gettime_nsec(CLOCK_THREAD_CPUTIME_ID) - start
    let memory = Int(memory_peak())
    expect(
      memory <= budget.memory.base + budget.memory.perByte * bytes.count,
      "\(bytes.count) bytes cost \(memory) bytes of memory")
    expect(
      time <= budget.time.base + budget.time.perByte * bytes.count,
      "\(bytes.count) bytes cost \(time / 1_000_000) ms")
  }
}

/// Ends the program, which libFuzzer records as a crash, unless something holds that must.
func expect(_ condition: Bool, _ sentence: @autoclosure () -> String) {
  if !condition { fatalError(sentence()) }
}

private func clock_gettime_nsec(_ clock: clockid_t) -> Int {
  var time = timespec()
  clock_gettime(clock, &time)
  return time.tv_sec * 1_000_000_000 + time.tv_nsec
}
