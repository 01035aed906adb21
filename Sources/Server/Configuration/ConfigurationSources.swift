import ArgumentParser
import Base
import Configuration
import Foundation
import SystemPackage

/// The flags that every command with a database takes, and where the other settings come from.
struct InstallationOptions: ParsableArguments {
    @Option(help: "A JSON file of settings; flags and SWITCHBOARD_… variables win over it.")
    var config: String?

    @Option(help: "The folder for files and, without --database, the embedded database.")
    var data: String?

    @Option(help: "A PostgreSQL address, postgres://user:password@host/name.")
    var database: String?

    @Option(help: "A Redis address, redis://user:password@host/number, that joins several nodes.")
    var redis: String?

    @Option(
        help:
            "A bucket for the files, s3://bucket/prefix?endpoint=https://…&region=…; else they are in --data."
    )
    var blobs: String?

    @Option(
        name: .customLong("encryption-key-file"),
        help:
            "The file of the keys that protect what is sealed in the database; else encryption.key in --data."
    )
    var encryptionKeyFile: String?

    @Option(help: "A clamd that looks for harmful programs in files: /run/clamav/clamd.ctl, or host:port.")
    var clamd: String?

    /// Reads flags, then the environment, then the file.
    ///
    /// - `flags`: Further flags of the command, by setting.
    func configuration(_ flags: [String: String?] = [:]) async throws -> ServerConfiguration {
        var values: [AbsoluteConfigKey: ConfigValue] = [:]
        let own = [
            "data": data, "database": database, "redis": redis, "blobs": blobs,
            "clamd": clamd, "encryption.key.file": encryptionKeyFile,
        ]
        for (key, value) in flags.merging(own, uniquingKeysWith: { $1 }) {
            guard let value else { continue }
            values[AbsoluteConfigKey(ConfigKey(key))] = ConfigValue(
                .string(value),
                isSecret: ["database", "redis"].contains(key)
            )
        }
        var providers: [any ConfigProvider] = [InMemoryProvider(values: values), Self.environment]
        var written: [String] = []
        if let config {
            let file = try await Self.file(config)
            written = file.keys
            providers.append(file.provider)
        }
        return try ServerConfiguration(ConfigReader(providers: providers), written: written)
    }

    /// Reads the file, and which settings stand in it.
    private static func file(_ path: String) async throws -> (provider: any ConfigProvider, keys: [String]) {
        do {
            let provider = try await FileProvider<JSONSnapshot>(filePath: FilePath(path))
            let object = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: path)))
            return (provider, keys(of: object as? [String: Any] ?? [:]))
        } catch {
            // The library's error would quote the file, secrets and all.
            throw ServerConfiguration.Mistakes(messages: ["\(path) cannot be read as a JSON object"])
        }
    }

    /// The dotted names of all values of an object, sorted.
    private static func keys(of object: [String: Any], under prefix: String = "") -> [String] {
        object.flatMap { key, value in
            (value as? [String: Any]).map { keys(of: $0, under: "\(prefix)\(key).") } ?? ["\(prefix)\(key)"]
        }.sorted()
    }

    /// `SWITCHBOARD_LOG_LEVEL` is `log.level`; other variables are not looked at.
    private static var environment: EnvironmentVariablesProvider {
        let prefix = "SWITCHBOARD_"
        let own = ProcessInfo.processInfo.environment.filter { $0.key.hasPrefix(prefix) }
        return EnvironmentVariablesProvider(
            environmentVariables: Dictionary(
                own.map { (String($0.key.dropFirst(prefix.count)), $0.value) }
            ) { first, _ in first }
        )
    }
}
