import Testing
import VaglioStatistics

struct HashedFoldsTests {
  private static let keys = (0..<100_000).map { UInt64($0) }

  @Test func `a key's fold hangs on key and seed alone`() {
    let folds = HashedFolds(count: 5, seed: 7)
    #expect(Self.keys.map(folds.fold) == Self.keys.map(folds.fold))
    #expect(Self.keys.map(folds.fold) != Self.keys.map(HashedFolds(count: 5, seed: 8).fold))
  }

  /// A fold's size is binomial with 100,000 trials and chance 1/5: standard deviation √16,000 = 126.5;
  /// five of them.
  @Test func `folds are about equally large`() {
    let rows = HashedFolds(count: 5, seed: 7).rows(ofKeys: Self.keys)
    #expect(rows.count == 5)
    #expect(rows.allSatisfy { abs($0.count - 20_000) < 633 })
    #expect(rows.flatMap { $0 }.sorted() == (0..<100_000).map { Int32($0) })
  }

  /// The weight's mean within a fold of 20,000 rows has the standard error 1/√20,000 = 0.0071.
  @Test func `folds say nothing of bootstrap weights under the same seed`() {
    let bootstrap = PoissonBootstrap(seed: 7, replicates: 1)
    for fold in HashedFolds(count: 5, seed: 7).rows(ofKeys: Self.keys) {
      let sum = fold.reduce(0) {
        $0 + Int(bootstrap.weight(ofKey: Self.keys[Int($1)], replicate: 0))
      }
      #expect(abs(Double(sum) / Double(fold.count) - 1) < 0.0354)
    }
  }
}
