package import Base
package import People
package import Storage

/// Conversations made up for measuring: straight into the database, many in a transaction, so that a million messages
/// take a minute and not a day.
package struct ConversationFill: Sendable {
    /// Conversations of one transaction.
    private static let batch = 200
    /// What they were written in, ending now.
    private static let span = Duration.seconds(300 * 86_400)
    private static let wordCount = 20_000

    private static let common = """
        withdrawal deposit order account verification address network wallet fee limit trade balance confirm pending \
        transaction arrived missing support please thanks hello today yesterday email phone code login password screen \
        error market price bitcoin ether usdt transfer chain hash memo tag bank card identity document photo reject \
        approve wait hours minutes check status update help question answer problem resolved
        """.split(separator: " ").map(String.init)
    private static let chinese = [
        "提币一直未到账", "充值没有显示", "请帮我查询订单", "身份认证被拒绝", "验证码收不到", "手续费为什么变高", "账户被锁定了", "谢谢您的帮助",
    ]

    private let database: any Database
    private let clock: any WallClock

    package init(_ database: any Database, clock: any WallClock) {
        self.database = database
        self.clock = clock
    }

    /// Writes conversations spread over the last 300 days, and counts them.
    ///
    /// - `messages`: Of each conversation, 1...500, of which the customer wrote every other.
    /// - `openShare`: How many percent are open, with the assistant or waiting.
    /// - `waitingShare`: How many percent wait for a person; part of the open ones.
    /// - `queues`: Where they wait, at random; without one nobody does.
    /// - `seed`: The same gives the same texts.
    package func fill(
        _ conversations: Int,
        messages: Int,
        openShare: Int,
        waitingShare: Int = 0,
        in queues: [ID<Queue>] = [],
        for customer: ID<Customer>,
        seed: UInt64 = 1
    ) async throws {
        let now = clock.now
        var begun = 0
        while begun < conversations {
            let numbers = begun..<min(conversations, begun + Self.batch)
            let step = Self.span / Double(conversations)
            try await again {
                try await database.write { db in
                    for number in numbers {
                        var random = SplitMix(state: seed &* 1_000_003 &+ UInt64(number))
                        let start = now - Self.span + step * number
                        let share = number % 100
                        let queue = share < waitingShare ? queues.randomElement(using: &random) : nil
                        let status: Conversation.Status = share < openShare ? .assistant : .closed
                        try Self.write(messages, at: start, status, queue, customer, &random, db)
                    }
                }
            }
            begun = numbers.upperBound
        }
        try await database.write { db in try InboxTallySQL(db: db).recount() }
    }

    /// A reference that exists already is drawn again: among a million some do.
    private func again(_ write: () async throws -> Void) async throws {
        do {
            try await write()
        } catch let error as DatabaseError where error.isUniqueViolation {
            try await write()
        }
    }

    /// - `queue`: Where it waits, whatever the status.
    private static func write(
        _ count: Int,
        at start: Instant,
        _ status: Conversation.Status,
        _ queue: ID<Queue>?,
        _ customer: ID<Customer>,
        _ random: inout SplitMix,
        _ db: Connection
    ) throws(DatabaseError) {
        var conversation = Conversation(
            id: ID(at: start, using: &random),
            reference: .random(),
            kind: .chat,
            topic: Topic.standard[Int.random(in: 0..<Topic.standard.count, using: &random)],
            subject: "",
            locale: .english,
            customer: customer,
            status: .assistant,
            createdAt: start
        )
        try ConversationSQL(db: db).insert(conversation, clientID: nil)
        let before = conversation
        for number in 1...count {
            let isCustomer = number % 2 == 1
            let message = Message(
                conversation: conversation.id,
                seq: number,
                afterSeq: nil,
                kind: .text,
                author: isCustomer
                    ? Author(id: customer.description, type: .customer, name: "Load") : .assistant,
                body: body(&random),
                masked: [],
                attachments: [],
                card: nil,
                event: nil,
                clientID: nil,
                createdAt: start + .seconds(30 * number)
            )
            try MessageSQL(db: db).insert(message)
            conversation.lastSeq = number
            conversation.preview = String(message.body.prefix(140))
            conversation.previewAuthor = message.author.type
            conversation.updatedAt = message.createdAt
        }
        conversation.subject = Conversation.subject(from: conversation.preview)
        conversation.status = status
        conversation.resolvedAt = status.isOpen ? nil : conversation.updatedAt
        conversation.agentReadSeq = conversation.lastSeq
        if let queue { conversation.wait(in: queue, since: start) }
        try ConversationSQL(db: db).update(conversation, since: before)
    }

    /// Words of which few are common and many are rare, as people write; each fifth text is Chinese.
    private static func body(_ random: inout SplitMix) -> String {
        if Int.random(in: 0..<5, using: &random) == 0 {
            return (0..<3).map { _ in chinese[Int.random(in: 0..<chinese.count, using: &random)] }
                .joined(separator: "，")
        }
        return (0..<Int.random(in: 8...20, using: &random)).map { _ in
            let place = Double.random(in: 0..<1, using: &random)
            let number = Int(place * place * place * Double(wordCount))
            return number < common.count ? common[number] : "word\(number)"
        }.joined(separator: " ")
    }
}

extension Conversation {
    fileprivate mutating func wait(in queue: ID<Queue>, since start: Instant) {
        status = .queued
        lane = .live
        self.queue = queue
        queuedAt = start
        waitingSince = start
    }
}

/// Numbers that look like chance and are the same every time (Steele, Lea and Flood, "Fast splittable pseudorandom number
/// generators", 2014).
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
