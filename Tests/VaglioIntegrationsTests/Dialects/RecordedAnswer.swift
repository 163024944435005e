import Foundation
import VaglioModels

@testable import VaglioIntegrations

/// What real servers were asked and answered: `fixtures/servers`.
enum RecordedAnswer {
  static func bytes(_ path: String, from file: String = #filePath) throws -> [UInt8] {
    let root = URL(filePath: file).deletingLastPathComponent().appending(path: "../../..")
    return Array(try Data(contentsOf: root.appending(path: "fixtures/servers/\(path)")))
  }

  static func document(_ path: String) throws -> DocumentPlace {
    DocumentPlace(root: try JSONDocument.document(bytes(path)))
  }

  /// The rows of the requests.
  static let rows = FeatureMatrix(numbers: [
    [18.81, 12.62, 11.41], [19.98, 23.97, 14.92], [120.9, 81.35, 73.53], [1102, 496.4, 402],
    [0.08923, 0.07903, 0.09059], [0.05884, 0.07529, 0.08155],
  ])

  static let features = [
    "mean_radius", "mean_texture", "mean_perimeter", "mean_area", "mean_smoothness",
    "mean_compactness",
  ].map { Feature($0) }

  /// The probabilities that scikit-learn gave.
  static let probabilities: [Double] = [
    0.9258176320211656, 0.07418236797883439, 0.057886399274782785, 0.9421136007252172,
    0.0053182565740329535, 0.994681743425967,
  ]
}
