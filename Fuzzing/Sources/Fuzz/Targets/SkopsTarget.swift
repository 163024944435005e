internal import VaglioModels

extension FuzzTarget {
  /// skops: a zip archive of a schema in JSON and of NumPy arrays.
  static let skops = FuzzTarget(
    name: "skops", seeds: [Seeds(folder: "fixtures/models/skops", ending: ".skops")],
    budget: .archive,
    mutation: ZipMutation.mutated
  ) {
    ModelAttack(format: SkopsFile.self).attack($0)
  }
}

extension FuzzTarget.Budget {
  /// What an archive may cost: entries of up to 64 MiB are unpacked however short they are packed.
  fileprivate static let archive = {
    var budget = Self()
    budget.memory = (base: 256 << 20, perByte: 20_000)
    return budget
  }()
}
