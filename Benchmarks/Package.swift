// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// One benchmark: an executable with a folder of its own.
func benchmark(_ name: String, _ products: [String] = []) -> Target {
  .executableTarget(
    name: name,
    dependencies: (["Vaglio"] + products).map { .product(name: $0, package: "vaglio") },
    swiftSettings: settings)
}

let package = Package(
  name: "vaglio-benchmarks",
  dependencies: [.package(name: "vaglio", path: "..")],
  targets: [
    benchmark("DeLongBenchmark"),
    benchmark("DriftBenchmark"),
    benchmark("EvaluationBenchmark"),
    benchmark("MonitoringBenchmark", ["VaglioMonitoring"]),
    benchmark("MulticlassBenchmark"),
    benchmark("PredictionBenchmark"),
    benchmark("SampledAttributionBenchmark"),
    benchmark("SequentialBenchmark"),
    benchmark("SliceBenchmark"),
    benchmark("TableBenchmark"),
    benchmark("TreeAttributionBenchmark"),
    benchmark("WithoutLabelsBenchmark"),
  ]
)
