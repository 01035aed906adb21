import Base
import People
import Safeguard
import Storage
import Testing
import TestSupport
@testable import Trust

/// Takes whatever begins as a PNG does for a picture of one pixel; what writes pictures anew has tests of its own.
struct WholePictures: PictureCleaning {
    static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47]

    func cleaned(_ content: [UInt8]) async throws -> PhishingPicture {
        guard content.starts(with: Self.signature) else { throw PhishingReportError.noPicture }
        return PhishingPicture(content: content, mediaType: "image/png", width: 1, height: 1)
    }
}

/// The rooms around reports of fakes, with a supervisor in them.
struct ReportRooms {
    let database: any Database
    let clock: FixedClock
    let channels: OfficialChannels
    let reports: PhishingReports
    let verifications: Verifications
    let warnings: HeardWarnings
    let supervisor: Agent
    let trail: AuditTrail

    static func with(_ engine: Engine, _ body: (ReportRooms) async throws -> Void) async throws {
        let migrations = try Migration.all(in: [StorageAssets.files, PeopleAssets.files, TrustAssets.files])
        try await TestDatabase.with(engine, migrations: migrations) { database in
            let clock = FixedClock()
            let agents = Agents(database, clock: clock)
            let supervisor = try await agents.create(
                .init(
                    name: "Ada",
                    email: "ada@desk.example",
                    role: .supervisor,
                    password: Redacted("a good password")
                )
            )
            let channels = OfficialChannels(database, gate: SecretsGate(), clock: clock)
            try await channels.begin(with: [.init(.domain, "demo-exchange.com", userContent: ["/community"])])
            let warnings = HeardWarnings()
            let reports = PhishingReports(
                database,
                channels: channels,
                warnings: warnings,
                pictures: WholePictures(),
                gate: SecretsGate(),
                clock: clock
            )
            let verifications = Verifications(
                channels: channels,
                agents: agents,
                challenges: BadgeChallenges(
                    database,
                    outbox: Outbox(clock: clock, signal: WorkSignal()),
                    clock: clock
                ),
                reports: reports,
                gate: SecretsGate(),
                clock: clock
            )
            try await body(
                ReportRooms(
                    database: database,
                    clock: clock,
                    channels: channels,
                    reports: reports,
                    verifications: verifications,
                    warnings: warnings,
                    supervisor: supervisor,
                    trail: AuditTrail(database, clock: clock)
                )
            )
        }
    }

    func customer() -> Customer {
        Customer(id: ID(at: clock.now), uid: "1", profile: .init(locale: .english), createdAt: clock.now)
    }

    /// The one report that waits.
    func waiting() async throws -> PhishingReport {
        let found = try await reports.list(.new, limit: 10).reports
        try #require(found.count == 1)
        return found[0]
    }
}
