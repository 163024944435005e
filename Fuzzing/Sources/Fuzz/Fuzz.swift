internal import CFuzzer

/// The fuzzer of every parser: `Fuzz --target=NAME [ARGUMENT…]` runs libFuzzer with its arguments on
/// one, `Fuzz list` prints their names, and `Fuzz seeds NAME` where files to begin with are: folders
/// and the ends of their names.
///
/// libFuzzer passes over what begins with two dashes, and passes it on to the processes that it
/// starts.
@main
enum Fuzz {
  private static let flag = "--target="

  /// The target that an argument names. libFuzzer calls a C function, which captures nothing.
  static let target = CommandLine.arguments.first { $0.hasPrefix(flag) }.flatMap {
    FuzzTarget.named(String($0.dropFirst(flag.count)))
  }

  static func main() {
    let words = CommandLine.arguments.dropFirst()
    if words.elementsEqual(["list"]) {
      FuzzTarget.catalogue.forEach { print($0.name) }
    } else if words.first == "seeds", let target = words.last.flatMap(FuzzTarget.named) {
      target.seeds.forEach { print($0.folder, $0.ending) }
    } else if target != nil {
      loop()
    } else {
      fatalError("usage: Fuzz list | Fuzz seeds TARGET | Fuzz --target=TARGET [ARGUMENT…]")
    }
  }

  private static func loop() {
    memory_watch()
    var count = CommandLine.argc
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
    _ = LLVMFuzzerRunDriver(&count, &arguments) { bytes, count in
      Fuzz.target?.attack(with: Array(UnsafeBufferPointer(start: bytes, count: count)))
      return 0
    }
  }
}

/// What libFuzzer calls to change an input, where a target may know better than to change bytes.
@_cdecl("LLVMFuzzerCustomMutator")
func mutate(
  _ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, _ room: Int, _ seed: UInt32
) -> Int {
  guard seed % 4 != 0, let mutation = Fuzz.target?.mutation else {
    return LLVMFuzzerMutate(bytes, count, room)
  }
  var draws = Draws(seed: seed)
  let input = Array(UnsafeBufferPointer(start: bytes, count: count))
  guard let output = mutation(input, &draws), output.count <= room else {
    return LLVMFuzzerMutate(bytes, count, room)
  }
  _ = UnsafeMutableBufferPointer(start: bytes, count: room).update(from: output)
  return output.count
}
