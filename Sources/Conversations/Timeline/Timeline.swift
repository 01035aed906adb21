package import Base
package import Foundation
import People
package import Realtime
package import Safeguard
package import Storage
package import Trust

/// The one door through which conversations are opened, written to, moved and read.
///
/// Every call is one transaction: when it returns, what it did is on disk, numbered without gaps, and about to be
/// told to whoever listens. A repeated `clientID` does nothing again and returns what it did the first time.
package struct Timeline: Sendable {
    /// The longest message, in characters.
    package static let longestBody = 10_000
    /// The most files of one message.
    package static let mostAttachments = 10
    /// The most answers of one click under an agent's message.
    package static let mostQuickReplies = 6
    /// The longest of them, in characters.
    package static let longestQuickReply = 60

    let database: any Database
    let bus: any EventBus
    let outbox: Outbox
    let jobs: Jobs
    let gate: SecretsGate
    /// Where the exchange is asked about what looks like a key; nil where it cannot be.
    let knownTransactions: KnownTransactions?
    let localisation: Localisation
    let topics: [Topic]
    let rules: RoutingRules
    /// After how long an unread reply counts as missed; nil where nobody wants to hear of it.
    let missedAfter: Duration?
    /// What is known of the links in messages.
    let linkGuard: LinkGuard
    /// By what customers can be asked to prove who they are.
    package let verificationMethods: Set<StepUp.Method>
    let clock: any WallClock

    /// - `knownTransactions`: Without it whatever looks like a key is hidden.
    /// - `linkGuard`: Without one every link is unknown.
    package init(
        _ database: any Database,
        bus: any EventBus,
        outbox: Outbox,
        jobs: Jobs,
        gate: SecretsGate,
        knownTransactions: KnownTransactions? = nil,
        localisation: Localisation,
        topics: [Topic],
        rules: RoutingRules = RoutingRules(),
        missedAfter: Duration? = nil,
        linkGuard: LinkGuard? = nil,
        verificationMethods: [StepUp.Method] = [],
        clock: any WallClock
    ) {
        self.database = database
        self.bus = bus
        self.outbox = outbox
        self.jobs = jobs
        self.gate = gate
        self.knownTransactions = knownTransactions
        self.localisation = localisation
        self.topics = topics
        self.rules = rules
        self.missedAfter = missedAfter
        self.linkGuard = linkGuard ?? LinkGuard(clock: clock)
        self.verificationMethods = Set(verificationMethods)
        self.clock = clock
    }

    /// Something to be written.
    package struct Draft: Sendable {
        package var clientID: UUID?
        package var body: String
        package var attachments: [ID<Attachment>]
        package var card: Card?
        /// Answers of one click that an agent puts under a message.
        package var quickReplies: [String]
        /// The choice of a card that a customer's message stands for.
        package var action: String?

        package init(
            clientID: UUID? = nil,
            body: String,
            attachments: [ID<Attachment>] = [],
            card: Card? = nil,
            quickReplies: [String] = [],
            action: String? = nil
        ) {
            self.clientID = clientID
            self.body = body
            self.attachments = attachments
            self.card = card
            self.quickReplies = quickReplies
            self.action = action
        }
    }

    /// What opens a conversation.
    package struct Opening: Sendable {
        package var kind: Conversation.Kind
        package var topic: Topic
        package var subject: String?
        package var locale: LocaleCode
        package var channel: String
        /// The first message; nil opens with the assistant's greeting alone.
        package var first: Draft?
        /// Makes opening twice opening once.
        package var clientID: UUID?
        /// With what and from which page.
        package var visit: Visit?

        package init(
            kind: Conversation.Kind,
            topic: Topic,
            subject: String? = nil,
            locale: LocaleCode,
            channel: String = "web",
            first: Draft? = nil,
            clientID: UUID? = nil,
            visit: Visit? = nil
        ) {
            self.visit = visit
            self.kind = kind
            self.topic = topic
            self.subject = subject
            self.locale = locale
            self.channel = channel
            self.first = first
            self.clientID = clientID
        }
    }
}
