public import VaglioModels
internal import VaglioTables

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A function of the user's own, in Python, that predicts.
///
/// It gets thousands of rows at once, in a process that lives as long as the model, and returns one
/// number (or text) a row, or several: a vector, a matrix, a data frame.
public struct PythonFunction: ModelSource {
  /// The function.
  public let reference: PythonReference
  /// How it is called.
  public let options: PythonOptions

  /// A function; errors when its file cannot be read. Python starts later.
  public init(_ reference: PythonReference, _ options: PythonOptions = PythonOptions())
    throws(ModelError)
  {
    guard access(reference.file, R_OK) == 0 else {
      throw ModelError(
        .unreadable, file: reference.description,
        problem: "\(legible(reference.file, 200)): \(String(cString: strerror(errno)))")
    }
    (self.reference, self.options) = (reference, options)
  }

  /// A function takes what it is given.
  public var features: [Feature]? { nil }

  public func model(
    taking features: [Feature], sample: FeatureMatrix
  ) throws(ModelError) -> any Model {
    guard Set(features.map(\.name)).count == features.count else {
      throw failure(ModelError(.mismatch, problem: "two features have the same name"))
    }
    guard sample.rowCount > 0 else {
      throw failure(ModelError(.mismatch, problem: "there are no rows to predict"))
    }
    do throws(ModelError) {
      return try PythonModel(self, features, sample: sample)
    } catch {
      throw failure(error)
    }
  }

  private func failure(_ error: ModelError) -> ModelError {
    error.located(file: reference.description, format: nil)
  }
}
