/// What `learner_model_param` says: the numbers of features, classes and targets, as texts.
struct XGBoostParameters {
  let featureCount: Int
  /// 0 where the model has no classes of its own.
  let classCount: Int
  let targetCount: Int

  /// The number of margins of a row.
  var outputCount: Int { max(classCount, targetCount, 1) }

  init(_ place: DocumentPlace) throws(ModelError) {
    featureCount = try Self.count(place["num_feature"])
    classCount = try Self.count(place["num_class"])
    targetCount = place["num_target"].exists ? try Self.count(place["num_target"]) : 1
    guard featureCount <= 1 << 20, outputCount <= 1 << 20 else {
      throw place.malformed("\(featureCount) features and \(outputCount) outputs are too many")
    }
  }

  /// A whole number in quotes, as XGBoost writes its parameters.
  static func count(_ place: DocumentPlace) throws(ModelError) -> Int {
    guard let count = Int(try place.string()), count >= 0 else {
      throw place.failure(expected: "a whole number, zero or more, in quotes")
    }
    return count
  }

  /// One number or an array of them in quotes: `5E-1`, `[5E-1]`, `[1E-1,9E-1]`, in brackets of
  /// either kind.
  static func numbers(_ place: DocumentPlace) throws(ModelError) -> [Double] {
    let text = try place.string().map { $0 == "(" ? "[" : $0 == ")" ? "]" : $0 }
    let document: Document
    do throws(ModelError) {
      document = try JSONDocument.document(Array(String(text).utf8))
    } catch {
      throw place.failure(expected: "a number, or an array of numbers, in quotes")
    }
    switch document {
    case .number(let number): return [number]
    case .numbers(let numbers): return numbers
    default: throw place.failure(expected: "a number, or an array of numbers, in quotes")
    }
  }
}
