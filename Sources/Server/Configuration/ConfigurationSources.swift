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

    /// Reads flags, then the environment, then the file.
    ///
    /// - `flags`: Further flags of the command, by setting.
    func configuration(_ flags: [String: String?] = [:]) async throws -> ServerConfiguration {
        var values: [AbsoluteConfigKey: ConfigValue] = [:]
        for (key, value) in flags.merging(["data": data, "database": database], uniquingKeysWith: { $1 }) {
            guard let value else { continue }
            values[AbsoluteConfigKey(ConfigKey(key))] = ConfigValue(
                .string(value),
                isSecret: key == "database"
            )
        }
        var providers: [any ConfigProvider] = [InMemoryProvider(values: values), Self.environment]
        if let config {
            providers.append(try await FileProvider<JSONSnapshot>(filePath: FilePath(config)))
        }
        return try ServerConfiguration(ConfigReader(providers: providers))
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
