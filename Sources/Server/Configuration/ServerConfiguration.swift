import Assistant
import Base
import Configuration
import Conversations
import Foundation
import Knowledge
import Logging
import People
import Realtime
import Storage
import Web

/// Everything an operator can set, typed: read from flags, then the environment, then a file.
///
/// All mistakes are gathered and reported together, so that nobody mends one only to meet the next.
struct ServerConfiguration: Sendable {
    /// Where the data is.
    enum DatabaseLocation: Sendable {
        case sqlite(folder: URL)
        case postgres(Redacted<String>)
    }

    /// Where the files that people send are.
    enum BlobLocation: Sendable {
        /// In the data folder.
        case folder
        case bucket(S3Location, ObjectStoreKeys)
    }

    var host = "127.0.0.1"
    var port = 8080
    /// Where files, and with the embedded engine the database, are kept.
    var dataFolder = URL(fileURLWithPath: "data")
    var database: DatabaseLocation = .sqlite(folder: URL(fileURLWithPath: "data"))
    /// What carries events between nodes; nil where there is one.
    var redis: RedisAddress?
    var blobs = BlobLocation.folder
    /// What looks for harmful programs in files; nil for nothing.
    var clamd: ClamdAddress?
    /// Where the keys are that protect what is sealed in the database, where that is set.
    private var givenKeys: EncryptionKeys?
    /// The operator's name in header and titles.
    var brand = "Demo Exchange"
    /// The languages that it offers; empty for all that there are.
    var languages: Set<LocaleCode> = []
    /// How its pages look.
    var look = Brand()
    /// Whether the site is reached by HTTPS, so that cookies may demand it.
    var usesSecureCookies = false
    /// Whose pages may show the widget, beside our own.
    var widgetSites: [SiteOrigin] = []
    /// The host of the files that people send; nil where they are given out by ours.
    var fileOrigin: SiteOrigin?
    /// Where everybody reaches this installation, for what search engines and feed readers are told; nil where that is
    /// nothing.
    var site: SiteOrigin?
    /// Where agents reach the desk, for links in letters to them; nil where letters name the page only.
    var deskSite: SiteOrigin?
    /// Whose word about the customer's address is taken: the proxies in front.
    var trustedProxies: [AddressRange] = []
    var routing = RoutingRules()
    var identity = IdentityTokenVerifier.Configuration()
    var logLevel = Logger.Level.info
    /// Whether logs are JSON lines, for programs, or text, for a person at a terminal.
    var logsJSON = true
    var realtime = RealtimeLimits()
    /// How many write requests one customer or address may make a minute.
    var writesPerMinute = 120
    /// How many requests that read one address may make a minute on one route.
    var readsPerMinute = 1_000_000
    /// When new guests must work something out first.
    var puzzles = PuzzleRules()
    /// The largest film that an editor may bring.
    var videoLimitInMebibytes = Videos.standardLimit / 1_048_576
    /// How many sign-in attempts one address may make in ten minutes.
    var signInsPerTenMinutes = 20
    /// A program of the operator's that hears what happened; nil for none.
    var webhooks: WebhookConfiguration?
    /// A program of the operator's that translates messages for agents; nil for none.
    var translation: TranslationConfiguration?
    /// How long an agent's reply stays unread, its customer away, before that is told.
    var missedReplyAfter = Duration.seconds(600)
    /// Where mail is handed over; nil where none is sent.
    var mail: MailConfiguration?
    /// The exchange's answers about its accounts, and who sends text messages where that is another program; nil for none.
    var accounts: AccountServer?
    var texts: AccountServer?
    /// How many days each kind of thing is kept; what is not named is kept for ever.
    var retention: [String: Int] = [:]
    /// Hosts outside the public internet that addresses set at the desk may lead to.
    var allowedHosts = AllowedHosts.none
    /// Whether other sites are asked if what articles link to is still there.
    var checksLinks = true
    var isDemo = false

    /// What protects what is sealed in the database.
    var encryption: EncryptionKeys { givenKeys ?? .dataFolder(dataFolder) }

    /// What was wrong, all of it.
    struct Mistakes: Error, CustomStringConvertible {
        let messages: [String]

        var description: String {
            "The configuration has \(messages.count) mistake(s):\n"
                + messages.map { "  - \($0)" }.joined(separator: "\n")
        }
    }

    /// What is taken when nothing is set.
    init() {}

    /// Reads the settings.
    ///
    /// - `reader`: Flags, environment and file together.
    /// - `written`: The settings that the file has; one that does not exist is a mistake, usually of spelling.
    ///
    /// Throws: ``Mistakes``.
    init(_ reader: ConfigReader, written: [String] = []) throws {
        var settings = SettingsReader(reader)
        readInstallation(&settings)
        readSites(&settings)
        readLanguages(&settings)
        readLook(&settings)
        readBlobs(&settings)
        readClamd(&settings)
        readEncryption(&settings)
        readLog(&settings)
        readLimits(&settings)
        readGuests(&settings)
        readIdentity(&settings)
        readWebhooks(&settings)
        readTranslation(&settings)
        readMail(&settings)
        readAccounts(&settings)
        readRouting(&settings)
        readRetention(&settings)
        for key in written where !settings.known.contains(key) {
            settings.complain("\(key) is not a setting; docs/operations.md lists them")
        }
        guard settings.mistakes.isEmpty else { throw Mistakes(messages: settings.mistakes) }
    }

    private mutating func readInstallation(_ settings: inout SettingsReader) {
        host = settings.text("host") ?? host
        port = settings.number("port", 0...65_535, port)
        dataFolder = URL(fileURLWithPath: settings.text("data") ?? "data")
        database = .sqlite(folder: dataFolder)
        if let url = settings.text("database", isSecret: true) {
            if url.hasPrefix("postgres://") || url.hasPrefix("postgresql://") {
                database = .postgres(Redacted(url))
            } else {
                settings.complain(
                    "database must begin with postgres://; leave it out for the embedded database"
                )
            }
        }
        readRedis(&settings)
        brand = settings.text("brand") ?? brand
        usesSecureCookies = settings.flag("secure.cookies", usesSecureCookies)
        for text in (settings.text("trusted.proxies") ?? "").split(whereSeparator: { $0 == "," || $0 == " " })
        {
            if let range = AddressRange(String(text)) {
                trustedProxies.append(range)
            } else {
                settings.complain(
                    "trusted.proxies holds \(text), which is no address such as 127.0.0.1 or 10.0.0.0/8"
                )
            }
        }
        readAllowedHosts(&settings)
        isDemo = settings.flag("demo", isDemo)
    }

    private mutating func readRedis(_ settings: inout SettingsReader) {
        guard let url = settings.text("redis", isSecret: true) else { return }
        if case .sqlite = database {
            settings.complain("redis joins several nodes, which share a database: set database as well")
        }
        do {
            redis = try RedisAddress(Redacted(url))
        } catch {
            settings.complain("redis \(error)")
        }
    }

    private mutating func readBlobs(_ settings: inout SettingsReader) {
        let address = settings.text("blobs")
        let accessKey = settings.text("s3.access.key.id", isSecret: true)
        let secret = settings.text("s3.secret.access.key", isSecret: true)
        guard let address else { return }
        do {
            let location = try S3Location(address)
            guard let accessKey, let secret, !accessKey.isEmpty, !secret.isEmpty else {
                settings.complain(
                    "s3.access.key.id and s3.secret.access.key must be set where blobs names a bucket"
                )
                return
            }
            let keys = ObjectStoreKeys(accessKey: Redacted(accessKey), secret: Redacted(secret))
            blobs = .bucket(location, keys)
        } catch {
            settings.complain("blobs \(error.message)")
        }
    }

    private mutating func readClamd(_ settings: inout SettingsReader) {
        guard let address = settings.text("clamd") else { return }
        do {
            clamd = try ClamdAddress(address)
        } catch {
            settings.complain("clamd \(error)")
        }
    }

    private mutating func readEncryption(_ settings: inout SettingsReader) {
        let sources = [
            settings.text("encryption.key.file").map { EncryptionKeys.file(URL(fileURLWithPath: $0)) },
            settings.text("encryption.key", isSecret: true).map { EncryptionKeys.given(Redacted($0)) },
            settings.text("encryption.key.command").map { text in
                EncryptionKeys.command(text.split(separator: " ").map(String.init))
            },
        ].compactMap { $0 }
        if sources.count > 1 {
            settings.complain(
                "of encryption.key.file, encryption.key and encryption.key.command one says it all"
            )
        }
        givenKeys = sources.first
        if case .command(let words)? = givenKeys, words.first?.hasPrefix("/") != true {
            settings.complain("encryption.key.command must begin with the whole path of a program")
        }
    }

    private mutating func readLog(_ settings: inout SettingsReader) {
        logsJSON = settings.choice("log.format", ["json", "text"], "json") == "json"
        let levels = Logger.Level.allCases.map(\.rawValue)
        logLevel = Logger.Level(rawValue: settings.choice("log.level", levels, "info")) ?? .info
    }

    private mutating func readLimits(_ settings: inout SettingsReader) {
        writesPerMinute = settings.number("limits.writes.per.minute", 1...1_000_000, writesPerMinute)
        readsPerMinute = settings.number("limits.reads.per.minute", 1...100_000_000, readsPerMinute)
        signInsPerTenMinutes = settings.number(
            "limits.sign.ins.per.ten.minutes",
            1...1_000_000,
            signInsPerTenMinutes
        )
        videoLimitInMebibytes = settings.number("videos.limit.mib", 1...16_384, videoLimitInMebibytes)
        let frames = settings.number("limits.frames.per.second", 1...1_000_000, 10)
        realtime.frames = TokenBucket.Rate(frames * 6, per: .seconds(6))
    }

    private mutating func readRouting(_ settings: inout SettingsReader) {
        for kind in WorkKind.allCases {
            let standard = routing.weights[kind] ?? 100
            routing.weights[kind] = settings.number("routing.weight.\(kind.rawValue)", 0...10_000, standard)
        }
        func seconds(_ key: String, _ range: ClosedRange<Int>, _ standard: Duration) -> Duration {
            .seconds(settings.number(key, range, Int(standard.components.seconds)))
        }
        routing.absentAfter = seconds("routing.absent.after.seconds", 10...3600, routing.absentAfter)
        routing.keptFor = seconds("routing.kept.for.seconds", 60...86_400, routing.keptFor)
        routing.returnsWithin = seconds(
            "routing.returns.within.seconds",
            0...2_592_000,
            routing.returnsWithin
        )
    }

    private mutating func readRetention(_ settings: inout SettingsReader) {
        for kind in ["conversations", "files", "visits", "verifications"] {
            let days = settings.number("retention.\(kind).days", 0...36_500, 0)
            if days > 0 { retention[kind] = days }
        }
    }

    private mutating func readWebhooks(_ settings: inout SettingsReader) {
        let url = settings.text("webhooks.url")
        let secret = settings.text("webhooks.secret", isSecret: true)
        missedReplyAfter = .seconds(settings.number("webhooks.missed.reply.seconds", 10...604_800, 600))
        guard let url, Self.isProgram(url, "webhooks.url", &settings) else { return }
        guard let secret, secret.utf8.count >= 32 else {
            settings.complain("webhooks.secret must have at least 32 bytes where there is a webhooks.url")
            return
        }
        webhooks = WebhookConfiguration(url: url, secret: Redacted(Array(secret.utf8)))
    }

    private mutating func readTranslation(_ settings: inout SettingsReader) {
        let url = settings.text("translation.url")
        let key = settings.text("translation.key", isSecret: true)
        guard let url, Self.isProgram(url, "translation.url", &settings) else { return }
        translation = TranslationConfiguration(url: url, key: key.map { Redacted($0) })
    }

    private mutating func readIdentity(_ settings: inout SettingsReader) {
        identity.audience = settings.text("identity.audience") ?? identity.audience
        if let secret = settings.text("identity.secret", isSecret: true) {
            if secret.utf8.count >= 32 {
                identity.sharedSecret = Redacted(Array(secret.utf8))
            } else {
                settings.complain("identity.secret must have at least 32 bytes")
            }
        }
        if let key = settings.text("identity.public.key") {
            if let bytes = Data(base64Encoded: key), bytes.count == 32 {
                identity.publicKey = Array(bytes)
            } else {
                settings.complain("identity.public.key must be 32 bytes in base 64: an Ed25519 public key")
            }
        }
    }
}
