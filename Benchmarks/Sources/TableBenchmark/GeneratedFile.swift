import Glibc

/// A CSV file of random predictions: `id,label,production,candidate,region`, the same for each run.
///
/// The production score has nine digits, the candidate's as many as give the double back.
struct GeneratedFile {
  let path: String
  let rows: Int

  /// Writes the file, over one that is there.
  func write() {
    guard let file = fopen(path, "w") else {
      print("error: \(path) cannot be written")
      exit(2)
    }
    defer { fclose(file) }
    fputs("id,label,production,candidate,region\n", file)
    let regions = ["north", "east", "south", "west", "centre", "overseas", "unknown", "coast"]
    var state: UInt64 = 7
    for row in 0..<rows {
      let truth = Self.uniform(&state)
      let label = Self.uniform(&state) < truth ? 1 : 0
      let production = (0.7 * truth + 0.3 * Self.uniform(&state)) * 1e9
      let candidate = 0.8 * truth + 0.2 * Self.uniform(&state)
      let digits = String(UInt64(production))
      let score = "0." + String(repeating: "0", count: 9 - digits.count) + digits
      let region = regions[Int(Self.uniform(&state) * 8)]
      fputs("\(10_000_000 + row),\(label),\(score),\(candidate),\(region)\n", file)
    }
  }

  /// A number in [0, 1) by SplitMix64.
  private static func uniform(_ state: inout UInt64) -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Double((mixed ^ (mixed >> 31)) >> 11) * 0x1p-53
  }
}
