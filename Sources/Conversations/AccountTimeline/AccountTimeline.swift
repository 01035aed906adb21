package import Base
package import Logging
package import People

/// One who knows something of what happened to customers: our own database, and whoever looks an account up at the
/// exchange.
package protocol AccountTimelineSource: Sendable {
    /// Lower-case letters, a name of its own.
    var name: String { get }

    /// What happened to a customer, the newest first.
    ///
    /// - `place`: Only what stands before it; nil for the newest.
    /// - `limit`: At most.
    ///
    /// Throws: Anything when it cannot tell now; the others' events are shown without it.
    func events(
        of customer: Customer,
        before place: AccountEvent.Place?,
        limit: Int
    ) async throws -> [AccountEvent]
}

/// What happened to a customer, from every source together.
package struct AccountTimeline: Sendable {
    /// How long agents wait for a source.
    package static let patience = Duration.seconds(3)

    /// A part of it.
    package struct Page: Sendable {
        package let events: [AccountEvent]
        package let next: AccountEvent.Place?
        /// The sources that could not tell now, by name.
        package let unavailable: [String]
    }

    private let sources: [any AccountTimelineSource]
    private let customers: Customers
    private let accountGuard: (any AccountGuard)?
    private let patience: Duration
    private let logger: Logger

    package init(
        _ sources: [any AccountTimelineSource],
        customers: Customers,
        accountGuard: (any AccountGuard)? = nil,
        patience: Duration = patience,
        logger: Logger
    ) {
        self.sources = sources
        self.customers = customers
        self.accountGuard = accountGuard
        self.patience = patience
        self.logger = logger
    }

    /// A part of what happened to a customer, the newest first.
    ///
    /// - `conversation`: In which it is looked at.
    /// - `place`: Where the part before ended.
    ///
    /// Throws: ``AccountTimelineError/customerNotFound``; `AccountGuardError`.
    package func page(
        of id: ID<Customer>,
        in conversation: ID<ConversationPlace>? = nil,
        before place: AccountEvent.Place?,
        limit: Int
    ) async throws -> Page {
        let known = try await customers.customer(id) { [accountGuard] customer, db in
            _ = try accountGuard?.pass(.accountView, on: customer, in: conversation, db)
        }
        guard let customer = known else { throw AccountTimelineError.customerNotFound }
        var found: [AccountEvent] = []
        var unavailable: [String] = []
        await withTaskGroup { group in
            for source in sources {
                group.addTask {
                    (
                        source.name,
                        await self.events(from: source, of: customer, before: place, limit: limit + 1)
                    )
                }
            }
            for await (name, events) in group {
                if let events { found += events } else { unavailable.append(name) }
            }
        }
        found.sort { $0.place > $1.place }
        let events = Array(found.prefix(limit))
        return Page(
            events: events,
            next: found.count > limit ? events.last?.place : nil,
            unavailable: unavailable.sorted()
        )
    }

    /// - Returns: nil when the source fails or takes too long.
    private func events(
        from source: any AccountTimelineSource,
        of customer: Customer,
        before place: AccountEvent.Place?,
        limit: Int
    ) async -> [AccountEvent]? {
        let patience = patience
        do {
            return try await withThrowingTaskGroup(of: [AccountEvent].self) { group in
                group.addTask { try await source.events(of: customer, before: place, limit: limit) }
                group.addTask {
                    try await Task.sleep(for: patience)
                    throw AccountTimelineError.sourceTooSlow
                }
                defer { group.cancelAll() }
                // A source that forgets where it was asked to go on must not show the same again and again.
                return try await group.next()?.filter { event in place.map { event.place < $0 } ?? true }
            }
        } catch {
            logger.warning("the account timeline lacks \(source.name): \(error)")
            return nil
        }
    }
}

/// What can go wrong about a customer's timeline.
package enum AccountTimelineError: DomainError, Hashable {
    case customerNotFound
    /// Stays inside: what the others know is shown.
    case sourceTooSlow

    package var problem: Problem {
        switch self {
        case .customerNotFound:
            Problem(
                404,
                "customer_not_found",
                "There is no such customer.",
                try: "Open one of their conversations anew."
            )
        case .sourceTooSlow:
            Problem(503, "source_too_slow", "A source took too long.", retryAfter: .seconds(5))
        }
    }
}
