import Base
import Storage

/// What was found at an address of another server.
enum OutsideAnswer: Sendable, Hashable {
    case whole(status: Int)
    /// For good, and what stands there is whole.
    case moved(to: String, status: Int)
    /// It lets no program look, or may not be asked from here.
    case refused(String, status: Int?)
    case failed(String, status: Int?)

    /// By the answer to a request that followed its redirections.
    static func of(status: Int) -> OutsideAnswer {
        switch status {
        case 200..<300: .whole(status: status)
        // Many keep programs out, or want somebody to sign in: a person sees more.
        case 401, 403, 407, 429, 451, 999: .refused("refuses", status: status)
        default: .failed("answered", status: status)
        }
    }
}

/// How it stands with an address of another server.
struct OutsideLink: Sendable, Hashable {
    /// On so many different days it has to fail.
    static let failingDays = 2
    private static let pause = Duration.seconds(86_400)

    let address: String
    let host: String
    var state: LinkState
    var status: Int?
    var reason: String?
    var suggestion: String?
    var since: Instant
    var failedDays: Int
    /// UTC, since 1970.
    var failedDay: Int?
    var checkedAt: Instant?
    var dueAt: Instant

    /// One that was not asked yet.
    init(_ address: String, at now: Instant) {
        self.address = address
        self.host = LinkAddress.host(of: address)
        self.state = .waiting
        self.since = now
        self.failedDays = 0
        self.dueAt = now
    }

    /// After an answer: a failure counts once a day.
    func after(_ answer: OutsideAnswer, at now: Instant) -> OutsideLink {
        var link = self
        (link.suggestion, link.checkedAt, link.dueAt) = (nil, now, now + Self.pause)
        let next: LinkState
        switch answer {
        case .whole(let status):
            next = .whole
            (link.reason, link.status) = (nil, status)
        case .moved(let place, let status):
            next = .moved
            (link.reason, link.status, link.suggestion) = ("moved", status, place)
        case .refused(let reason, let status):
            next = .unchecked
            (link.reason, link.status) = (reason, status)
        case .failed(let reason, let status):
            let day = Int(now.milliseconds / 86_400_000)
            if failedDay != day { link.failedDays += 1 }
            link.failedDay = day
            (link.reason, link.status) = (reason, status)
            next = link.failedDays >= Self.failingDays ? .broken : .failing
        }
        if ![.failing, .broken].contains(next) { (link.failedDays, link.failedDay) = (0, nil) }
        // It is broken since it failed first.
        let goesOn = next == state || (state == .failing && next == .broken)
        if !goesOn { link.since = now }
        link.state = next
        return link
    }
}

extension OutsideLink: RowDecodable {
    static let columns: SQL = """
        address, host, state, status, reason, suggestion, since, failed_days, failed_day, checked_at, due_at
        """

    init(row: Row) throws(DatabaseError) {
        self.address = try row.get("address")
        self.host = try row.get("host")
        self.state = try row.get("state")
        self.status = try row.get("status")
        self.reason = try row.get("reason")
        self.suggestion = try row.get("suggestion")
        self.since = try row.get("since")
        self.failedDays = try row.get("failed_days")
        self.failedDay = try row.get("failed_day")
        self.checkedAt = try row.get("checked_at")
        self.dueAt = try row.get("due_at")
    }
}
