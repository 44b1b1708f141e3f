// swift-tools-version: 6.2
import PackageDescription

var settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]
// In CI only: a new compiler's new warning is no reason for a user's build to fail.
if Context.environment["MIXPORT_WARNINGS_AS_ERRORS"] != nil { settings.append(.treatAllWarnings(as: .error)) }

let package = Package(
    name: "mixport",
    products: [
        .executable(name: "mixport", targets: ["mixport"]),
        .library(name: "MixpanelImport", targets: ["MixpanelImport"]),
        .library(name: "MixpanelSandbox", targets: ["MixpanelSandbox"]),
    ],
    dependencies: [
        .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.0"),
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections.git", from: "1.1.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-system.git", from: "1.8.1"),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
    ],
    targets: [
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "Gzip", dependencies: ["CZlib"], swiftSettings: settings),
        .target(name: "CProcess"),
        .target(
            name: "MixpanelImport",
            dependencies: [
                "Gzip",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            // In the program itself, which can be copied without its folder.
            resources: [.embedInCode("Mapping/Presets")],
            swiftSettings: settings
        ),
        .target(
            name: "MixpanelSandbox",
            dependencies: [
                "Gzip",
                "MixpanelImport",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "mixport",
            dependencies: [
                "CProcess",
                "MixpanelImport",
                "MixpanelSandbox",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            resources: [.embedInCode("Page/Assets")],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "mixport-benchmarks",
            dependencies: [
                "Gzip",
                "MixpanelImport",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            path: "Tests/Benchmarks",
            swiftSettings: settings
        ),
        // As another package would use the library.
        .target(
            name: "LibraryExample",
            dependencies: ["MixpanelImport", .product(name: "SystemPackage", package: "swift-system")],
            path: "Tests/LibraryExample",
            packageAccess: false,
            swiftSettings: settings
        ),
        .executableTarget(
            name: "function-example",
            dependencies: ["MixpanelImport", .product(name: "SystemPackage", package: "swift-system")],
            path: "Tests/FunctionExample",
            packageAccess: false,
            swiftSettings: settings
        ),
        // As another package would test its own use of the library.
        .testTarget(
            name: "SandboxExampleTests",
            dependencies: [
                "LibraryExample",
                "MixpanelImport",
                "MixpanelSandbox",
                .product(name: "InMemoryLogging", package: "swift-log"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            path: "Tests/SandboxExample",
            packageAccess: false,
            swiftSettings: settings
        ),
        .testTarget(name: "GzipTests", dependencies: ["Gzip"], swiftSettings: settings),
        .testTarget(
            name: "MixpanelImportTests",
            dependencies: ["MixpanelImport"],
            exclude: ["Format/csv_lines.py"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "MixpanelSandboxTests",
            dependencies: ["MixpanelSandbox", "MixpanelImport"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "MixportTests",
            dependencies: [
                "mixport",
                "function-example",
                "LibraryExample",
                "MixpanelSandbox",
                "MixpanelImport",
            ],
            swiftSettings: settings
        ),
    ],
    swiftLanguageModes: [.v6]
)
