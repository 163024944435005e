internal import ArgumentParser
internal import VaglioModels

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// How models are opened.
struct OpeningOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The output that counts, of a model that has several.", valueName: "name"))
  var modelOutput: String?

  @Option(
    help: ArgumentHelp(
      "ONNX Runtime's library, for ONNX models beyond trees and linear ones. (default: looked for where Python's wheels are)",
      valueName: "libonnxruntime.so"))
  var onnxRuntime: String?

  /// The options, with the project file's words where the command line is silent.
  func options(_ project: ProjectFile = .none) throws(Trouble) -> ModelOptions {
    var options = ModelOptions()
    options.output = try project.value(modelOutput, "model-output")
    options.onnxRuntime = try project.value(onnxRuntime, "onnx-runtime")
    let variables = ["CONDA_PREFIX", "HOME", "PATH", "VIRTUAL_ENV"].compactMap { name in
      getenv(name).map { (name, String(cString: $0)) }
    }
    options.pythonEnvironments = ONNXRuntime.environments(
      of: Dictionary(variables) { first, _ in first })
    return options
  }
}
