import ArgumentParser
import Base
import CConfinement
import Foundation
import Hummingbird
import Logging
import Metrics
import People
import Storage

/// `switchboard serve`: the server.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "serve", abstract: "Run the server.")

    @OptionGroup var installation: InstallationOptions

    @Option(help: "The address to listen on (127.0.0.1).")
    var host: String?

    @Option(help: "The port to listen on (8080); 0 takes a free one.")
    var port: String?

    @Option(name: .customLong("log-format"), help: "json or text.")
    var logFormat: String?

    @Option(
        name: .customLong("smtp-url"),
        help: "The mail server, smtps://user@host:465, or smtp://user@host:587 with STARTTLS."
    )
    var smtpURL: String?

    @Flag(help: "Fill an empty database with the starter help centre, demo people and a sandbox exchange.")
    var demo = false

    func run() async throws {
        let configuration: ServerConfiguration
        do {
            configuration = try await installation.configuration([
                "host": host, "port": port, "log.format": logFormat, "smtp.url": smtpURL,
                "demo": demo ? "true" : nil,
            ])
        } catch let mistakes as ServerConfiguration.Mistakes {
            CommandOutput.complain(mistakes.description)
            throw ExitCode(2)
        }
        // A write over the service's LimitFSIZE then fails like one on a full disk, instead of ending the process.
        signal(SIGXFSZ, SIG_IGN)
        // Keys are in its memory, and of what people type what has not been written over yet.
        guard leave_no_core() == 0 else {
            CommandOutput.complain(
                "core files cannot be switched off here, and they would hold what people type"
            )
            throw ExitCode(1)
        }
        let clock = SystemClock()
        let level = configuration.logLevel
        if configuration.logsJSON {
            LoggingSystem.bootstrap { JSONLogHandler(label: $0, level: level, clock: clock) }
        } else {
            LoggingSystem.bootstrap { label in
                var handler = StreamLogHandler.standardError(label: label)
                handler.logLevel = level
                return handler
            }
        }
        let metrics = PrometheusMetrics()
        MetricsSystem.bootstrap(metrics)
        try await serve(configuration, Logger(label: "switchboard"), clock, metrics)
    }

    private func serve(
        _ configuration: ServerConfiguration,
        _ logger: Logger,
        _ clock: SystemClock,
        _ metrics: PrometheusMetrics
    ) async throws {
        var configuration = configuration
        let demoExchange = configuration.isDemo ? DemoExchange() : nil
        if let demoExchange, configuration.identity.sharedSecret == nil {
            configuration.identity.sharedSecret = demoExchange.identitySecret
        }
        let demoGateway = configuration.isDemo ? DemoGateway(host: configuration.host, clock: clock) : nil
        if let demoGateway, configuration.accounts == nil { configuration.accounts = demoGateway.server }
        let database = try Wiring.openDatabase(configuration)
        let wiring = try await Wiring(
            configuration,
            database: database,
            logger: logger,
            clock: clock,
            metrics: metrics
        )
        if configuration.isDemo { try await DemoData(wiring).fill() }
        // Beside the start and not before it: whoever writes without files needs no object store.
        let files = configuration.blobs
        async let _ = Self.look(at: wiring.blobs, files, logger)
        let host = configuration.host
        let isDemo = configuration.isDemo
        let application = try wiring.application(
            extra: { router, pages in
                if let demoGateway { DemoGatewayRoutes(demoGateway).register(on: router) }
                guard let demoExchange else { return }
                DemoExchangeRoutes(
                    demoExchange,
                    audience: configuration.identity.audience,
                    pages: pages,
                    clock: clock
                ).register(on: router)
            },
            onRunning: { port in
                demoGateway?.listens(on: port)
                CommandOutput.say("Switchboard listens on http://\(host):\(port)")
                if isDemo { CommandOutput.say(DemoData.guide(address: "http://\(host):\(port)")) }
            }
        )
        try await application.runService()
        try await database.close()
    }

    /// Tells what is wrong with the object store; `doctor` tells it again, and an upload that fails does.
    private static func look(
        at blobs: any Blobs,
        _ location: ServerConfiguration.BlobLocation,
        _ logger: Logger
    ) async {
        guard case .bucket(let bucket, _) = location else { return }
        do {
            try await blobs.check()
        } catch is CancellationError {
            return
        } catch {
            let problem = BlobError.operatorProblem(of: error)
            logger.error(
                "files cannot be kept in \(bucket): \(problem.title) \(problem.advice ?? "")",
                metadata: ["code": .string(problem.code)]
            )
        }
    }
}
