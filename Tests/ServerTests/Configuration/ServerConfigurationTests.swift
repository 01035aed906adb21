import ArgumentParser
import Base
import Configuration
import Foundation
import Realtime
@testable import Server
import Storage
import TestSupport
import Testing
import Web

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

    @Test func languagesAreThoseThatThereAre() throws {
        #expect(try configuration([:]).languages == [])
        let chosen = try configuration(["languages": "ja, en"]).languages
        #expect(Set(chosen.map(\.rawValue)) == ["en", "ja"])
        let error = #expect(throws: ServerConfiguration.Mistakes.self) {
            try configuration(["languages": "en, xx, English"])
        }
        #expect(error?.messages.count == 2)
        #expect(error?.description.contains("zh-TW") == true)
    }

    @Test func theDeskIsWhereTheSiteIsUnlessItIsElsewhere() throws {
        #expect(
            try configuration(["site.url": "https://help.example"]).deskSite?.description
                == "https://help.example"
        )
        let apart = try configuration([
            "site.url": "https://help.example", "desk.url": "https://desk.example",
        ])
        #expect(apart.site?.description == "https://help.example")
        #expect(apart.deskSite?.description == "https://desk.example")
        #expect(throws: ServerConfiguration.Mistakes.self) {
            try configuration(["site.url": "https://help.example/a"])
        }
    }

    /// Runs a body with files of a folder; they are gone afterwards.
    private func withFiles(_ files: [String: String], _ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }  // best effort: a temporary folder
        for (name, text) in files {
            try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
        }
        try body(folder)
    }

    @Test func aBrandHasALook() throws {
        let footer =
            #"{"en": {"text": "Northwind Ltd.", "links": [{"name": "Imprint", "url": "/help/imprint"}]}}"#
        try withFiles(["logo.svg": "<svg viewBox=\"0 0 64 32\"/>", "footer.json": footer, "brand.css": "a{}"])
        { folder in
            let read = try configuration([
                "brand": "Northwind", "look.accent": "#7a1fa2", "look.fonts": "Inter, Noto Sans",
                "look.logo": .init(.string(folder.appending(path: "logo.svg").path), isSecret: false),
                "look.footer": .init(.string(folder.appending(path: "footer.json").path), isSecret: false),
                "look.styles": .init(.string(folder.appending(path: "brand.css").path), isSecret: false),
            ])
            let brand = read.wholeBrand
            #expect(brand.name == "Northwind")
            #expect(brand.palettes.map(\.theme) == [.light, .dark])
            #expect(brand.fonts == ["Inter", "Noto Sans"])
            #expect(brand.logo?.ending == "svg")
            #expect(brand.footers[.english]?.links?.map(\.url) == ["/help/imprint"])
            #expect(brand.styles == "a{}")
        }
    }

    @Test func whatIsWrongWithALookIsToldTogether() throws {
        let footer = #"{"e": {}, "en": {"links": [{"name": "Bad", "url": "javascript:x"}]}}"#
        try withFiles(["logo.svg": "GIF89a", "footer.json": footer, "brand.css": "@import 'x';"]) { folder in
            let error = #expect(throws: ServerConfiguration.Mistakes.self) {
                try configuration([
                    "look.dark.accent": "teal", "look.accent": "#12", "look.fonts": "A;B",
                    "look.font.file": "/nowhere/font.woff2",
                    "look.logo": .init(.string(folder.appending(path: "logo.svg").path), isSecret: false),
                    "look.footer": .init(
                        .string(folder.appending(path: "footer.json").path),
                        isSecret: false
                    ),
                    "look.styles": .init(.string(folder.appending(path: "brand.css").path), isSecret: false),
                ])
            }
            #expect(error?.messages.count == 8, "\(error?.messages ?? [])")
        }
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
                #"{"port": 9090, "demo": true, "brand": "Ours", "limits": {"writes": {"per": {"minute": 7}}, "reads": {"per": {"minute": 9}}}}"#
        )
        #expect(read.port == 9090)
        #expect(read.isDemo)
        #expect(read.brand == "Ours")
        #expect(read.writesPerMinute == 7)
        #expect(read.readsPerMinute == 9)
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
