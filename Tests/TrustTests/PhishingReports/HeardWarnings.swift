import Base
import Storage
import Synchronization
@testable import Trust

/// Keeps what everybody would be told.
final class HeardWarnings: PublicWarnings {
    private let told = Mutex<(published: [PublicWarning], withdrawn: [ID<PhishingReport>])>(([], []))

    var published: [PublicWarning] { told.withLock { $0.published } }
    var withdrawn: [ID<PhishingReport>] { told.withLock { $0.withdrawn } }

    func publish(_ warning: PublicWarning, in db: Connection) -> String {
        told.withLock { $0.published.append(warning) }
        return "/announcements/fake-\(warning.report)"
    }

    func withdraw(_ report: ID<PhishingReport>, at now: Instant, in db: Connection) {
        told.withLock { $0.withdrawn.append(report) }
    }

    func changed() async throws {}
}
