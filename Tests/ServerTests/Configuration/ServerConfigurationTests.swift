import ArgumentParser
import Base
import Configuration
import Foundation
import Realtime
@testable import Server
import Storage
import TestSupport
import Testing

@Suite struct ServerConfigurationTests {
    private func configuration(_ values: [AbsoluteConfigKey: ConfigValue]) throws -> ServerConfiguration {
        try ServerConfiguration(ConfigReader(provider: InMemoryProvider(values: values)))
    }

    /// What a file of settings gives.
    private func configuration(file json: String) async throws -> ServerConfiguration {
        let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).json")
        defer { try? FileManager.default.removeItem(at: path) }  // best effort: a temporary file
        try json.write(to: path, atomically: true, encoding: .utf8)
        return try await InstallationOptions.parse(["--config", path.path]).configuration()
    }

    @Test func nothingSetIsAWorkingServer() throws {
        let standard = try configuration([:])
        #expect(standard.port == 8080)
        #expect(standard.host == "127.0.0.1")
        #expect(!standard.isDemo)
    }

    @Test func allMistakesAreToldTogether() {
        let error = #expect(throws: ServerConfiguration.Mistakes.self) {
            try configuration([
                "port": "70000", "database": "mysql://x", "log.level": "loud", "log.format": "xml",
                "identity.secret": "short", "identity.public.key": "no key", "demo": "perhaps",
                "trusted.proxies": "10.0.0.0/8, example.org",
            ])
        }
        #expect(error?.messages.count == 8)
        #expect(error?.description.contains("short") == false, "secrets are not repeated")
    }

    @Test func sitesAroundOurs() throws {
        let read = try configuration([
            "widget.sites": "https://exchange.example, https://*.exchange.example",
            "files.url": "https://files.example/", "desk.url": "https://desk.example",
        ])
        #expect(
            read.widgetSites.map { "\($0)" } == ["https://exchange.example", "https://*.exchange.example"]
        )
        #expect(read.fileOrigin.map { "\($0)" } == "https://files.example")
        #expect(read.deskSite.map { "\($0)" } == "https://desk.example")
        let error = #expect(throws: ServerConfiguration.Mistakes.self) {
            try configuration([
                "widget.sites": "*, https://exchange.example/app", "files.url": "https://*.files.example",
                "desk.url": "desk.example",
            ])
        }
        #expect(error?.messages.count == 4)
    }

    @Test func redisJoinsNodesThatShareADatabase() throws {
        let joined = try configuration(["database": "postgres://db", "redis": "redis://cache:6380/3"])
        #expect(joined.redis?.port == 6380 && joined.redis?.number == 3)
        for values: [AbsoluteConfigKey: ConfigValue] in [
            ["redis": "redis://cache"], ["database": "postgres://db", "redis": "redis://:hidden@cache/x"],
        ] {
            let error = #expect(throws: ServerConfiguration.Mistakes.self) { try configuration(values) }
            #expect(error?.messages.count == 1)
            #expect(error?.description.contains("hidden") == false)
        }
    }

    @Test func filesMayBeInABucket() throws {
        let read = try configuration([
            "blobs": "s3://files/desk?endpoint=http://127.0.0.1:9000", "s3.access.key.id": "AKIAEXAMPLE",
            "s3.secret.access.key": "a secret",
        ])
        guard case .bucket(let location, let keys) = read.blobs else {
            Issue.record("the files are in a folder")
            return
        }
        #expect(location.description == "s3://files/desk/ at http://127.0.0.1:9000")
        #expect(keys.accessKey.exposed == "AKIAEXAMPLE")
        #expect(keys.secret.exposed == "a secret")
    }

    @Test(arguments: [
        ["blobs": "s3://files"], ["blobs": "s3://files", "s3.access.key.id": "AKIAEXAMPLE"],
        ["blobs": "/files"], ["blobs": "s3://AKIAEXAMPLE:hunter2@files"],
        ["blobs": "s3://files", "s3.access.key.id": "AKIAEXAMPLE", "s3.secret.access.key": ""],
    ]) func aBucketNeedsAnAddressAndKeys(_ values: [String: String]) {
        let given = values.map {
            (AbsoluteConfigKey(ConfigKey($0)), ConfigValue(.string($1), isSecret: false))
        }
        let error = #expect(throws: ServerConfiguration.Mistakes.self) {
            try configuration(Dictionary(uniqueKeysWithValues: given))
        }
        #expect(error?.messages.count == 1)
        #expect(error?.description.contains("hunter2") == false)
    }

    @Test func aFileMayHoldNumbersAndSwitches() async throws {
        let read = try await configuration(
            file:
                #"{"port": 9090, "demo": true, "brand": "Ours", "limits": {"writes": {"per": {"minute": 7}}}}"#
        )
        #expect(read.port == 9090)
        #expect(read.isDemo)
        #expect(read.brand == "Ours")
        #expect(read.writesPerMinute == 7)
    }

    @Test func aMisspeltSettingIsAMistake() async throws {
        let error = await #expect(throws: ServerConfiguration.Mistakes.self) {
            try await configuration(file: #"{"prot": 9090, "log": {"levle": "info"}}"#)
        }
        #expect(error?.messages.count == 2)
    }

    @Test(arguments: ["", "[1, 2]", #"{"identity": {"secret": "do-not-show-me"}"#])
    func aBrokenFileIsToldWithoutItsContent(_ json: String) async throws {
        let error = await #expect(throws: ServerConfiguration.Mistakes.self) {
            try await configuration(file: json)
        }
        #expect(error?.description.contains("do-not-show-me") == false)
    }
}
