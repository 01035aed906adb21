import Configuration
@testable import Server
import Testing

@Suite struct ServerConfigurationTests {
    private func configuration(_ values: [AbsoluteConfigKey: ConfigValue]) throws -> ServerConfiguration {
        try ServerConfiguration(ConfigReader(provider: InMemoryProvider(values: values)))
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
                "port": "70000", "database": "mysql://x", "log.level": "loud", "identity.secret": "short",
                "identity.public.key": "no key", "demo": "perhaps",
            ])
        }
        #expect(error?.messages.count == 6)
        #expect(error?.description.contains("short") == false, "secrets are not repeated")
    }
}
