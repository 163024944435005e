/// The table of labels and predicted classes as numbers: Σw, and Σw² (for whole rows Σw again), in
/// each cell, with its margins.
public struct ClassTable: Hashable, Sendable {
  /// The classes' names, in the order of rows and columns.
  public let classes: [String]
  /// Σw per cell, row-major labels × predictions.
  public let weights: [Double]
  /// Σw² per cell for importance weights, Σw otherwise.
  public let squares: [Double]
  /// The weight of the rows of each class.
  public let labelled: [Double]
  /// The weight of the rows predicted to be of each class.
  public let predicted: [Double]
  /// The weight of all rows.
  public let total: Double

  /// Weights per cell.
  ///
  /// - Precondition: one cell per pair of classes.
  public init(classes: [String], weights: [Double], squares: [Double]) {
    let width = classes.count
    precondition(weights.count == width * width && squares.count == weights.count, "a square")
    (self.classes, self.weights, self.squares) = (classes, weights, squares)
    var (labelled, predicted) = ([Double](repeating: 0, count: width), [Double]())
    predicted = labelled
    for cell in weights.indices {
      labelled[cell / width] += weights[cell]
      predicted[cell % width] += weights[cell]
    }
    (self.labelled, self.predicted) = (labelled, predicted)
    total = labelled.reduce(0, +)
  }

  /// How many classes there are.
  public var width: Int { classes.count }

  /// The weight of rows of a class that are predicted to be of a class.
  public subscript(label: Int, predicted: Int) -> Double { weights[label * width + predicted] }

  /// The weight of the rows of each class that are predicted right.
  public var right: [Double] { (0..<width).map { self[$0, $0] } }

  /// The numbers of the classes that occur among the labels.
  public var present: [Int] { (0..<width).filter { labelled[$0] > 0 } }

  /// The names of the classes that do not occur among the labels.
  var absentNames: [String] { (0..<width).filter { labelled[$0] == 0 }.map { classes[$0] } }

  /// A class's rows against all others: true positives, false positives, false negatives, true
  /// negatives.
  func counts(of number: Int) -> SIMD4<Double> {
    let both = self[number, number]
    let (labelled, predicted) = (labelled[number], predicted[number])
    return SIMD4(both, predicted - both, labelled - both, total - labelled - predicted + both)
  }

  /// Half a row right and half a row wrong more of every class that occurs, the latter spread over
  /// the other classes, where the plain table leaves no variance to be seen. With two classes that is
  /// half a row in every cell (Haldane 1956, doi:10.1111/j.1469-1809.1955.tb01285.x).
  var smoothed: ClassTable {
    var weights = weights
    for label in present {
      for predicted in 0..<width {
        weights[label * width + predicted] +=
          label == predicted ? 0.5 : 0.5 / Double(max(1, width - 1))
      }
    }
    return ClassTable(classes: classes, weights: weights, squares: weights)
  }
}
