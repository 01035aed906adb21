import Base
import Configuration
import Foundation
import Logging
import People
import Realtime
import Storage

/// Everything an operator can set, typed: read from flags, then the environment, then a file.
///
/// All mistakes are gathered and reported together, so that nobody mends one only to meet the next.
struct ServerConfiguration: Sendable {
    /// Where the data is.
    enum DatabaseLocation: Sendable {
        case sqlite(folder: URL)
        case postgres(Redacted<String>)
    }

    var host = "127.0.0.1"
    var port = 8080
    /// Where files, and with the embedded engine the database, are kept.
    var dataFolder = URL(fileURLWithPath: "data")
    var database: DatabaseLocation = .sqlite(folder: URL(fileURLWithPath: "data"))
    /// The operator's name in header and titles.
    var brand = "Demo Exchange"
    /// Whether the site is reached by HTTPS, so that cookies may demand it.
    var usesSecureCookies = false
    var identity = IdentityTokenVerifier.Configuration()
    var logLevel = Logger.Level.info
    /// Whether logs are JSON lines, for programs, or text, for a person at a terminal.
    var logsJSON = true
    var realtime = RealtimeLimits()
    /// How many write requests one customer or address may make a minute.
    var writesPerMinute = 120
    /// How many sign-in attempts one address may make in ten minutes.
    var signInsPerTenMinutes = 20
    var isDemo = false

    /// What was wrong, all of it.
    struct Mistakes: Error, CustomStringConvertible {
        let messages: [String]

        var description: String {
            "The configuration has \(messages.count) mistake(s):\n"
                + messages.map { "  - \($0)" }.joined(separator: "\n")
        }
    }

    /// Reads the settings.
    ///
    /// - Throws: ``Mistakes``.
    init(_ reader: ConfigReader) throws {
        var mistakes: [String] = []
        func number(_ key: String, _ range: ClosedRange<Int>, _ standard: Int) -> Int {
            guard let text = reader.string(forKey: ConfigKey(key)) else { return standard }
            guard let value = Int(text), range.contains(value) else {
                mistakes.append(
                    "\(key) must be a whole number from \(range.lowerBound) to \(range.upperBound)"
                )
                return standard
            }
            return value
        }
        func flag(_ key: String, _ standard: Bool) -> Bool {
            guard let text = reader.string(forKey: ConfigKey(key)) else { return standard }
            guard
                let value = ["true": true, "yes": true, "1": true, "false": false, "no": false, "0": false][
                    text
                ]
            else {
                mistakes.append("\(key) must be true or false")
                return standard
            }
            return value
        }
        host = reader.string(forKey: "host", default: host)
        port = number("port", 0...65_535, port)
        dataFolder = URL(fileURLWithPath: reader.string(forKey: "data", default: "data"))
        database = .sqlite(folder: dataFolder)
        if let url = reader.string(forKey: "database", isSecret: true) {
            if url.hasPrefix("postgres://") || url.hasPrefix("postgresql://") {
                database = .postgres(Redacted(url))
            } else {
                mistakes.append(
                    "database must begin with postgres://; leave it out for the embedded database"
                )
            }
        }
        brand = reader.string(forKey: "brand", default: brand)
        usesSecureCookies = flag("secure.cookies", usesSecureCookies)
        isDemo = flag("demo", isDemo)
        logsJSON = reader.string(forKey: "log.format", default: "json") == "json"
        let level = reader.string(forKey: "log.level", default: "info")
        if let known = Logger.Level(rawValue: level) {
            logLevel = known
        } else {
            mistakes.append(
                "log.level must be one of \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", "))"
            )
        }
        writesPerMinute = number("limits.writes.per.minute", 1...1_000_000, writesPerMinute)
        signInsPerTenMinutes = number("limits.sign.ins.per.ten.minutes", 1...1_000_000, signInsPerTenMinutes)
        let frames = number("limits.frames.per.second", 1...1_000_000, 10)
        realtime.frames = TokenBucket.Rate(frames * 6, per: .seconds(6))
        readIdentity(reader, &mistakes)
        guard mistakes.isEmpty else { throw Mistakes(messages: mistakes) }
    }

    private mutating func readIdentity(_ reader: ConfigReader, _ mistakes: inout [String]) {
        identity.audience = reader.string(forKey: "identity.audience", default: identity.audience)
        if let secret = reader.string(forKey: "identity.secret", isSecret: true) {
            if secret.utf8.count >= 32 {
                identity.sharedSecret = Redacted(Array(secret.utf8))
            } else {
                mistakes.append("identity.secret must have at least 32 bytes")
            }
        }
        if let key = reader.string(forKey: "identity.public.key") {
            if let bytes = Data(base64Encoded: key), bytes.count == 32 {
                identity.publicKey = Array(bytes)
            } else {
                mistakes.append("identity.public.key must be 32 bytes in base 64: an Ed25519 public key")
            }
        }
    }
}
