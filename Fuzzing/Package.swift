// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "vaglio-fuzzing",
  dependencies: [.package(name: "vaglio", path: "..")],
  targets: [
    .target(name: "CFuzzer"),
    .executableTarget(
      name: "Fuzz",
      dependencies: [
        "CFuzzer",
        .product(name: "Vaglio", package: "vaglio"),
        .product(name: "VaglioGates", package: "vaglio"),
        .product(name: "VaglioIntegrations", package: "vaglio"),
        .product(name: "VaglioReporting", package: "vaglio"),
      ],
      swiftSettings: settings),
  ]
)
