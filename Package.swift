// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// One layer of the sieve: a library target that may import only what is listed here.
func layer(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// The tests of one layer.
func tests(of name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies,
    swiftSettings: settings)
}

let package = Package(
  name: "vaglio",
  products: [
    .executable(name: "vaglio", targets: ["VaglioCLI"]),
    .library(name: "Vaglio", targets: ["Vaglio"]),
    .library(name: "VaglioGates", targets: ["VaglioGates"]),
    .library(name: "VaglioIntegrations", targets: ["VaglioIntegrations"]),
    .library(name: "VaglioMonitoring", targets: ["VaglioMonitoring"]),
    .library(name: "VaglioReporting", targets: ["VaglioReporting"]),
    .library(name: "VaglioTesting", targets: ["VaglioTesting"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // rank 0
    .systemLibrary(
      name: "CGSL", pkgConfig: "gsl", providers: [.apt(["libgsl-dev"]), .brew(["gsl"])]),
    .systemLibrary(
      name: "CCurl", pkgConfig: "libcurl",
      providers: [.apt(["libcurl4-openssl-dev"]), .brew(["curl"])]),
    .systemLibrary(
      name: "CLZ4", pkgConfig: "liblz4", providers: [.apt(["liblz4-dev"]), .brew(["lz4"])]),
    .systemLibrary(name: "COnnxRuntime"),
    .systemLibrary(
      name: "CSnappy", providers: [.apt(["libsnappy-dev"]), .brew(["snappy"])]),
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(
      name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),
    layer("VaglioFindings"),
    // rank 1
    layer("VaglioStatistics", ["CGSL", "VaglioFindings"]),
    layer("VaglioTables", ["CLZ4", "CSnappy", "CZlib", "CZstd", "VaglioFindings"]),
    layer("VaglioGates", ["VaglioFindings", .product(name: "Yams", package: "Yams")]),
    // rank 2
    layer("VaglioDrift", ["VaglioFindings", "VaglioStatistics", "VaglioTables"]),
    layer("VaglioEvaluation", ["VaglioFindings", "VaglioStatistics", "VaglioTables"]),
    layer(
      "VaglioModels",
      [
        "COnnxRuntime", "CZlib", "VaglioFindings", "VaglioTables",
        .product(name: "Yams", package: "Yams"),
      ]),
    layer("VaglioReporting", ["VaglioFindings", "VaglioGates"]),
    // rank 3
    layer(
      "VaglioAttribution",
      [
        "VaglioFindings", "VaglioStatistics", "VaglioTables", "VaglioModels", "VaglioEvaluation",
      ]),
    layer("VaglioComparison", ["VaglioFindings", "VaglioStatistics", "VaglioEvaluation"]),
    // rank 4
    layer(
      "VaglioMonitoring",
      [
        "VaglioFindings", "VaglioStatistics", "VaglioTables", "VaglioGates", "VaglioDrift",
        "VaglioEvaluation",
      ]),
    // rank 5
    layer("VaglioIntegrations", ["CCurl", "VaglioFindings", "VaglioModels", "VaglioTables"]),
    // the composition root, the umbrella and the kit for third parties
    .executableTarget(
      name: "VaglioCLI",
      dependencies: [
        "VaglioFindings", "VaglioStatistics", "VaglioTables", "VaglioGates", "VaglioEvaluation",
        "VaglioModels", "VaglioReporting", "VaglioAttribution", "VaglioComparison",
        "VaglioDrift", "VaglioIntegrations", "VaglioMonitoring",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: settings),
    layer(
      "Vaglio",
      [
        "VaglioFindings", "VaglioStatistics", "VaglioTables", "VaglioEvaluation",
        "VaglioModels", "VaglioAttribution", "VaglioComparison", "VaglioDrift",
      ]),
    layer("VaglioTesting", ["VaglioFindings", "VaglioStatistics", "VaglioEvaluation"]),
    // tests, one target a layer
    tests(of: "VaglioFindings"),
    tests(of: "VaglioStatistics", ["VaglioFindings"]),
    tests(of: "VaglioTables", ["CZlib", "CZstd", "VaglioFindings"]),
    tests(of: "VaglioGates", ["VaglioFindings"]),
    tests(of: "VaglioDrift", ["VaglioFindings", "VaglioStatistics", "VaglioTables"]),
    tests(
      of: "VaglioEvaluation",
      ["VaglioFindings", "VaglioStatistics", "VaglioTables", "VaglioTesting"]),
    tests(of: "VaglioModels", ["VaglioFindings", "VaglioTables"]),
    tests(of: "VaglioReporting", ["VaglioFindings", "VaglioGates"]),
    tests(
      of: "VaglioAttribution",
      ["VaglioEvaluation", "VaglioFindings", "VaglioModels", "VaglioStatistics", "VaglioTables"]),
    tests(
      of: "VaglioComparison",
      ["VaglioEvaluation", "VaglioFindings", "VaglioStatistics", "VaglioTesting"]),
    tests(
      of: "VaglioMonitoring",
      [
        "VaglioDrift", "VaglioEvaluation", "VaglioFindings", "VaglioGates", "VaglioStatistics",
        "VaglioTables",
      ]),
    tests(of: "VaglioIntegrations", ["VaglioModels", "VaglioTables"]),
    tests(of: "VaglioTesting", ["VaglioEvaluation", "VaglioFindings"]),
    tests(of: "VaglioCLI", ["VaglioFindings"]),
  ]
)
