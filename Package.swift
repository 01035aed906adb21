// swift-tools-version: 6.2
import PackageDescription

/// Every target of ours is held to the same strictness.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

/// Of what does nothing but calculate: unoptimised it takes fifty times as long, and every test would wait for it.
let calculating: [SwiftSetting] = strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]

let embedsAssets: [Target.PluginUsage] = ["EmbedAssets"]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let configuration = Target.Dependency.product(name: "Configuration", package: "swift-configuration")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
let jwtKit = Target.Dependency.product(name: "JWTKit", package: "jwt-kit")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let coreMetrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioWebSocket = Target.Dependency.product(name: "NIOWebSocket", package: "swift-nio")
let nioHTTPTypes = Target.Dependency.product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let nioHTTPTypesHTTP1 = Target.Dependency.product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras")
let orderedCollections = Target.Dependency.product(name: "OrderedCollections", package: "swift-collections")
let systemPackage = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let serviceLifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")

let package = Package(
    name: "switchboard",
    products: [.executable(name: "switchboard", targets: ["Server"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: [
        // The build plugin and its tool: text files beside the sources become Swift tables.
        .plugin(name: "EmbedAssets", capability: .buildTool(), dependencies: ["EmbedAssetsTool"]),
        .executableTarget(name: "EmbedAssetsTool", path: "Plugins/EmbedAssetsTool", swiftSettings: strict),

        // Debian's C libraries.
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CHiredis", providers: [.apt(["libhiredis-dev"])]),
        .systemLibrary(name: "CCmarkGFM", pkgConfig: "libcmark-gfm", providers: [.apt(["libcmark-gfm-dev"])]),
        .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(name: "CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
        .systemLibrary(name: "CFIDO2", providers: [.apt(["libfido2-dev"])]),
        .systemLibrary(name: "CMagic", providers: [.apt(["libmagic-dev"])]),
        .systemLibrary(name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
        .systemLibrary(name: "CBrotli", pkgConfig: "libbrotlienc", providers: [.apt(["libbrotli-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

        // Loaded by the process that reads a stranger's file, and by no other: libvips42 and libpoppler-glib8.
        .target(name: "CVIPS", linkerSettings: [.linkedLibrary("dl")]),
        .target(name: "CPoppler", linkerSettings: [.linkedLibrary("dl")]),
        .target(name: "CConfinement"),

        // No module map: ICU's types have the names of those in Foundation's own ICU.
        .target(name: "CICU", linkerSettings: [.linkedLibrary("icui18n"), .linkedLibrary("icuuc")]),

        // A function of C around libcurl, whose options Swift cannot set.
        .target(name: "CCurl", linkerSettings: [.linkedLibrary("curl")]),

        // Ground floor: pure.
        .target(name: "Base", swiftSettings: calculating),
        .target(
            name: "Safeguard",
            dependencies: ["Base", crypto, cryptoExtras],
            swiftSettings: calculating,
            plugins: embedsAssets
        ),
        .target(name: "Retrieval", swiftSettings: calculating),

        // First floor: what everything stands on.
        .target(
            name: "Storage",
            dependencies: [
                "Base", "CPostgres", "Safeguard", crypto, grdb, grdbSQLite, httpClient, logging, nioCore,
                nioHTTP1,
                nioPosix, serviceLifecycle,
            ],
            swiftSettings: strict,
            plugins: embedsAssets
        ),
        .target(
            name: "Realtime",
            dependencies: [
                "Base", "CHiredis", httpTypes, hummingbirdCore, logging, nioCore, nioHTTP1, nioHTTPTypes,
                nioHTTPTypesHTTP1, nioWebSocket, orderedCollections, serviceLifecycle,
            ],
            swiftSettings: strict,
            plugins: embedsAssets
        ),
        .target(
            name: "Web",
            dependencies: [
                "Base", "CArchive", "CBrotli", "CZlib", crypto, httpClient, httpTypes, hummingbird, logging,
                mustache,
                nioCore,
                nioHTTP1, nioPosix,
            ],
            swiftSettings: strict,
            plugins: embedsAssets
        ),

        .target(
            name: "Mail",
            dependencies: ["Base", "CCurl", "Safeguard", "Storage"],
            swiftSettings: strict,
            plugins: embedsAssets
        ),

        // Second floor: people.
        .target(
            name: "People",
            dependencies: [
                "Base", "CFIDO2", "CQREncode", "Mail", "Safeguard", "Storage", "Web", crypto, httpTypes,
                hummingbird, jwtKit, logging,
            ],
            swiftSettings: strict,
            plugins: embedsAssets
        ),

        // Beside them, on their shoulders: who is who.
        .target(
            name: "Trust",
            dependencies: [
                "Base", "CICU", "Mail", "People", "Safeguard", "Storage", "Web", crypto, httpTypes,
                hummingbird, logging, serviceLifecycle,
            ],
            swiftSettings: strict,
            plugins: embedsAssets
        ),

        // Third floor: what customers come for.
        .target(
            name: "Knowledge",
            dependencies: [
                "Base", "CCmarkGFM", "CLibXML2", "CYAML", "Mail", "People", "Retrieval", "Safeguard",
                "Storage", "Web",
                crypto, httpTypes,
                hummingbird, logging, serviceLifecycle,
            ],
            swiftSettings: strict,
            plugins: embedsAssets
        ),
        .target(
            name: "Conversations",
            dependencies: [
                "Base", "CMagic", "People", "Realtime", "Retrieval", "Safeguard", "Storage", "Trust", "Web",
                crypto,
                httpTypes, hummingbird, logging, serviceLifecycle,
            ],
            swiftSettings: strict,
            plugins: embedsAssets
        ),

        // Fourth floor: the assistant stands on both.
        .target(
            name: "Assistant",
            dependencies: [
                "Base", "Conversations", "Knowledge", "People", "Safeguard", "Storage", crypto, httpClient,
                logging, nioCore, nioHTTP1, nioPosix,
            ],
            swiftSettings: strict,
            plugins: embedsAssets
        ),

        // The roof: one executable.
        .executableTarget(
            name: "Server",
            dependencies: [
                "Assistant", "Base", "CConfinement", "Conversations", "CPoppler", "CVIPS", "Knowledge",
                "Mail", "People", "Realtime", "Retrieval",
                "Safeguard", "Storage", "Trust", "Web", argumentParser, configuration, coreMetrics, crypto,
                httpClient,
                httpTypes, hummingbird, hummingbirdCore, jwtKit, logging, metrics, nioCore, nioHTTP1,
                nioPosix, nioWebSocket, serviceLifecycle, systemPackage,
            ],
            swiftSettings: strict,
            plugins: embedsAssets
        ),

        // What the tests share.
        .target(
            name: "TestSupport",
            dependencies: [
                "Base", "CPostgres", "Conversations", "Knowledge", "Mail", "People", "Realtime",
                "Safeguard", "Storage", "Trust",
                jwtKit,
                logging,
            ],
            swiftSettings: strict
        ),
        .testTarget(name: "BaseTests", dependencies: ["Base"], swiftSettings: strict),
        .testTarget(
            name: "SafeguardTests",
            dependencies: ["Base", "Safeguard", "TestSupport", crypto],
            swiftSettings: strict
        ),
        .testTarget(name: "RetrievalTests", dependencies: ["Retrieval"], swiftSettings: strict),
        .testTarget(
            name: "StorageTests",
            dependencies: [
                "Base", "Safeguard", "Storage", "TestSupport", logging, nioCore, nioHTTP1, nioPosix,
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "RealtimeTests",
            dependencies: [
                "Base", "Realtime", httpTypes, hummingbirdCore, logging, nioCore, nioEmbedded, nioHTTP1,
                nioPosix, nioWebSocket, serviceLifecycle,
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "WebTests",
            dependencies: [
                "Base", "CZlib", "TestSupport", "Web", httpTypes, hummingbird, hummingbirdTesting, nioCore,
                nioPosix,
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "MailTests",
            dependencies: ["Base", "Mail", "Storage", "TestSupport", logging],
            swiftSettings: strict
        ),
        .testTarget(
            name: "PeopleTests",
            dependencies: ["Base", "People", "Safeguard", "Storage", "TestSupport", crypto, jwtKit],
            swiftSettings: strict
        ),
        .testTarget(
            name: "TrustTests",
            dependencies: [
                "Base", "Mail", "People", "Safeguard", "Storage", "TestSupport", "Trust", logging,
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "KnowledgeTests",
            dependencies: [
                "Base", "Knowledge", "Mail", "People", "Safeguard", "Storage", "TestSupport", "Web",
                logging,
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ConversationsTests",
            dependencies: [
                "Base", "Conversations", "People", "Realtime", "Safeguard", "Storage", "TestSupport", "Trust",
                logging,
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "AssistantTests",
            dependencies: ["Assistant", "Base", "Knowledge"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ServerTests",
            dependencies: [
                "Base", "Conversations", "Knowledge", "People", "Realtime", "Safeguard", "Server",
                "Storage", "TestSupport", "Trust", "Web",
                argumentParser, configuration, httpTypes, hummingbird, hummingbirdTesting, logging, nioCore,
            ],
            swiftSettings: strict
        ),
    ]
)
