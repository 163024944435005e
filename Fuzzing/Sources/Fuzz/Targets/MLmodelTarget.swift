@testable internal import VaglioModels

extension FuzzTarget {
  /// The YAML that describes a model of MLflow; the files that it names are not opened.
  static let mlmodel = FuzzTarget(
    name: "mlmodel",
    seeds: [Seeds(folder: "fixtures/models/mlflow", ending: "MLmodel")]
  ) { bytes in
    do throws(ModelError) {
      let description = try MLflowDescription(bytes)
      expectLegible(description.unread.description)
      for flavor in description.flavors { expectInside(flavor) }
    } catch {
      expectLegible(error.description)
    }
  }

  /// The model's file lies in its directory.
  private static func expectInside(_ flavor: MLflowFlavor) {
    do throws(ModelError) {
      let file = try flavor.file(in: "d")
      expect(!file.hasPrefix("/"), "an absolute path: \(file)")
      expect(!file.split(separator: "/").contains(".."), "a path that leads out: \(file)")
    } catch {
      expectLegible(error.description)
    }
  }
}
