/// An ensemble made ready for fast prediction: the margins of ``TreeEnsemble``, to the bit.
public struct CompiledEnsemble: Sendable {
  /// The trees in each of the precisions of comparison and sum.
  private enum Trees: Sendable {
    case singleSingle(CompiledTrees<UInt32, Float>)
    case singleDouble(CompiledTrees<UInt32, Double>)
    case doubleSingle(CompiledTrees<UInt64, Float>)
    case doubleDouble(CompiledTrees<UInt64, Double>)
  }

  private let trees: Trees
  private let featureCount: Int
  private let outputCount: Int

  /// Compiles an ensemble: of a few hundred trees in a few milliseconds.
  public init(_ ensemble: TreeEnsemble) {
    (featureCount, outputCount) = (ensemble.featureCount, ensemble.outputCount)
    trees =
      switch (ensemble.comparison, ensemble.sum) {
      case (.single, .single): .singleSingle(CompiledTrees(ensemble))
      case (.single, .double): .singleDouble(CompiledTrees(ensemble))
      case (.double, .single): .doubleSingle(CompiledTrees(ensemble))
      case (.double, .double): .doubleDouble(CompiledTrees(ensemble))
      }
  }

  /// The margins of rows, rows × outputs: the same bits for any number of threads.
  ///
  /// - Precondition: as many columns as features; at least one thread.
  public func margins(of rows: CodedFeatures, threads: Int) -> OutputMatrix {
    precondition(rows.columns.count == featureCount, "as many columns as features")
    let values =
      switch trees {
      case .singleSingle(let trees): trees.margins(of: rows, threads: threads)
      case .singleDouble(let trees): trees.margins(of: rows, threads: threads)
      case .doubleSingle(let trees): trees.margins(of: rows, threads: threads)
      case .doubleDouble(let trees): trees.margins(of: rows, threads: threads)
      }
    return OutputMatrix(values: values, outputCount: outputCount)
  }
}
