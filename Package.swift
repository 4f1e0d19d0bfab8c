// swift-tools-version: 6.1
import PackageDescription

/// The kernels are optimised in debug builds too: tests of whole training steps would take hours
/// otherwise. `-Ounchecked` drops overflow checks from loops whose bounds their callers fix.
func kernels(_ name: String, _ defines: [SwiftSetting], flags: [String]) -> Target {
  let clangFlags = flags.flatMap { ["-Xcc", $0] }
  return .target(
    name: name, dependencies: ["KernelArguments", "CInstructions"],
    swiftSettings: defines + [.unsafeFlags(["-Ounchecked"] + clangFlags)])
}

// The folders `KernelsAVX2` and `KernelsAVX512` are symbolic links to `Kernels`: the same sources
// compiled once more for each instruction set that is chosen when the program runs.
#if arch(arm64)
  var kernelTargets = [kernels("Kernels", [.define("FMA")], flags: [])]
#else
  var kernelTargets = [kernels("Kernels", [], flags: [])]
#endif
#if arch(x86_64)
  kernelTargets += [
    kernels("KernelsAVX2", [.define("FMA")], flags: ["-mavx2", "-mfma"]),
    kernels(
      "KernelsAVX512", [.define("FMA"), .define("WIDE")],
      flags: ["-march=x86-64-v4", "-mprefer-vector-width=512"]),
  ]
#endif
// So are what calls them channel by channel, the plain versions that tests hold kernels against, the
// comparison, value by value, the screen, of which tests draw thousands, and what goes through every
// pixel and every byte of data.
let optimized: [SwiftSetting] = [.unsafeFlags(["-O"])]
let kernelDependencies = kernelTargets.map { Target.Dependency(stringLiteral: $0.name) }

let package = Package(
  name: "densenet-explorer",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "densenet-explorer", targets: ["densenet-explorer"])
  ],
  traits: [
    .trait(
      name: "Images",
      description: "Reads folders of PNG and JPEG pictures, by libpng and libjpeg.")
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: kernelTargets + [
    .systemLibrary(name: "CNcurses", providers: [.apt(["libncurses-dev"])]),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CPNG", providers: [.apt(["libpng-dev"])]),
    .systemLibrary(name: "CJPEG", providers: [.apt(["libjpeg-dev"])]),
    .systemLibrary(name: "CProcessor"),
    .systemLibrary(name: "CInstructions"),
    .target(name: "KernelArguments"),
    .target(
      name: "Networks", dependencies: kernelDependencies + ["KernelArguments", "CProcessor"],
      swiftSettings: optimized),
    .target(
      name: "Samples",
      dependencies: [
        "CZlib", .target(name: "CPNG", condition: .when(traits: ["Images"])),
        .target(name: "CJPEG", condition: .when(traits: ["Images"])),
      ], swiftSettings: optimized),
    .target(name: "Downloads", dependencies: ["Samples"]),
    .target(name: "Channel", swiftSettings: optimized),
    .target(
      name: "Training", dependencies: ["CZlib", "Networks", "Samples", "Channel"],
      swiftSettings: optimized),
    .target(name: "Screen", swiftSettings: optimized),
    .target(name: "Lessons", swiftSettings: optimized),
    .target(name: "Report", swiftSettings: optimized),
    .target(
      name: "Explorer", dependencies: ["Channel", "Screen", "Lessons", "Report"],
      swiftSettings: optimized),
    .target(
      name: "Export", dependencies: ["Channel", "Networks", "Training", "Screen", "CZlib"],
      swiftSettings: optimized),
    .target(name: "Terminal", dependencies: ["CNcurses", "Screen"]),
    .executableTarget(
      name: "densenet-explorer",
      dependencies: [
        "Networks", "Samples", "Downloads", "Channel", "Training", "Screen", "Lessons", "Report",
        "Explorer", "Terminal", "Export",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .target(
      name: "Oracle", dependencies: ["KernelArguments"], path: "Tests/Oracle",
      swiftSettings: optimized),
    .testTarget(
      name: "KernelsTests",
      dependencies: kernelDependencies + ["KernelArguments", "Networks", "Oracle"],
      swiftSettings: optimized),
    .testTarget(
      name: "NetworksTests", dependencies: ["Networks", "Oracle"],
      resources: [.copy("Reference")]),
    .testTarget(name: "SamplesTests", dependencies: ["Samples", "CZlib"]),
    .testTarget(name: "DownloadsTests", dependencies: ["Downloads", "Samples", "CZlib"]),
    .testTarget(name: "ChannelTests", dependencies: ["Channel"]),
    .testTarget(
      name: "TrainingTests", dependencies: ["Training", "Networks", "Samples", "Channel"]),
    .testTarget(
      name: "ExportTests",
      dependencies: ["Export", "Training", "Networks", "Samples", "Channel", "CZlib"]),
    .testTarget(name: "LessonsTests", dependencies: ["Lessons"]),
    .testTarget(name: "ReportTests", dependencies: ["Report"], exclude: ["Golden"]),
    .testTarget(name: "ScreenTests", dependencies: ["Screen"]),
    .testTarget(name: "TerminalTests", dependencies: ["Terminal", "Screen", "CNcurses"]),
    .testTarget(
      name: "ExplorerTests", dependencies: ["Explorer", "Channel", "Screen", "Lessons", "Report"],
      exclude: ["Golden"]),
    .testTarget(
      name: "OptionsTests",
      dependencies: [
        "densenet-explorer", "Networks", "Samples", "Channel", "Training", "Lessons", "Explorer",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .testTarget(
      name: "FuzzTests",
      dependencies: [
        "densenet-explorer", "Networks", "Samples", "Channel", "Training", "Screen", "Lessons",
        "Report", "Explorer", "Terminal", "Export", "CZlib", "CNcurses",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], exclude: ["Files"], swiftSettings: optimized),
    .testTarget(name: "EndToEndTests", dependencies: ["densenet-explorer", "Channel"]),
  ],
  swiftLanguageModes: [.v6]
)

// Scripts/fuzz-readers needs no other tests, and optimised they take many minutes to build.
if Context.environment["FUZZ_ALONE"] != nil {
  package.targets.removeAll { $0.type == .test && $0.name != "FuzzTests" }
}
