import Base
import CHiredis
import Foundation

/// What Redis answers (RESP 2, https://redis.io/docs/latest/develop/reference/protocol-spec/).
enum RedisReply: Sendable, Hashable {
    case text(String)
    case number(Int)
    case list([RedisReply])
    case null
}

/// One connection to Redis, used from one thread only.
@safe
final class RedisConnection {
    private let context: UnsafeMutablePointer<redisContext>
    private let patience: Duration

    /// A peer that went away is an error to read, not a signal that ends the process.
    private static let ignoresBrokenPipes: Void = { _ = signal(SIGPIPE, SIG_IGN) }()

    /// Connects and signs in.
    ///
    /// - `patience`: How long connecting, and each answer, may take.
    init(to address: RedisAddress, patience: Duration) throws(RedisError) {
        Self.ignoresBrokenPipes
        self.patience = patience
        let limit = timeval(
            tv_sec: Int(patience.components.seconds),
            tv_usec: Int(patience.components.attoseconds / 1_000_000_000_000)
        )
        guard let context = unsafe redisConnectWithTimeout(address.host, Int32(address.port), limit) else {
            throw RedisError("there is no memory for a connection")
        }
        unsafe self.context = context
        guard unsafe context.pointee.err == 0 else { throw failure }
        // Writing waits no longer than reading does.
        guard unsafe redisSetTimeout(context, limit) == REDIS_OK else { throw failure }
        if let password = address.password {
            try ask(["AUTH"] + [address.user, password.exposed].compactMap(\.self))
        }
    }

    deinit {
        unsafe redisFree(context)
    }

    /// Sends a command and waits for its answer.
    @discardableResult
    func ask(_ command: [String]) throws(RedisError) -> RedisReply {
        try add(command)
        try flush()
        return try answer()
    }

    /// Puts a command with those that are sent next.
    func add(_ command: [String]) throws(RedisError) {
        let parts = command.map { Array($0.utf8) }
        let lengths = parts.map(\.count)
        var pointers: [UnsafePointer<CChar>?] = unsafe []
        func append(_ index: Int) -> Int32 {
            guard index < parts.count else {
                return unsafe redisAppendCommandArgv(context, Int32(parts.count), &pointers, lengths)
            }
            return unsafe parts[index].withUnsafeBytes { bytes in
                // An empty part has no address; with a length of zero any will do.
                unsafe pointers.append(bytes.bindMemory(to: CChar.self).baseAddress)
                return append(index + 1)
            }
        }
        guard append(0) == REDIS_OK else { throw failure }
    }

    /// Sends what was added.
    func flush() throws(RedisError) {
        var isDone: Int32 = 0
        while isDone == 0 {
            guard unsafe redisBufferWrite(context, &isDone) == REDIS_OK else { throw failure }
        }
    }

    /// Waits for the next answer.
    func answer() throws(RedisError) -> RedisReply {
        let deadline = ContinuousClock.now + patience
        while true {
            if let reply = try received() { return reply }
            guard waitForSomething(atMost: deadline - .now) else {
                throw RedisError("there was no answer within \(patience)")
            }
            try read()
        }
    }

    /// Whether there is something to read before the time is over.
    func waitForSomething(atMost limit: Duration) -> Bool {
        guard limit > .zero else { return false }
        var descriptor = unsafe pollfd(fd: context.pointee.fd, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&descriptor, 1, Int32(limit.wholeMilliseconds)) > 0
    }

    /// Reads what has come; waits when nothing has.
    func read() throws(RedisError) {
        guard unsafe redisBufferRead(context) == REDIS_OK else { throw failure }
    }

    /// The next answer that has been read as a whole.
    func received() throws(RedisError) -> RedisReply? {
        var found: UnsafeMutableRawPointer?
        guard unsafe redisGetReplyFromReader(context, &found) == REDIS_OK else { throw failure }
        guard let found = unsafe found else { return nil }
        defer { unsafe freeReplyObject(found) }
        return try unsafe Self.reply(found.assumingMemoryBound(to: redisReply.self))
    }

    private static func reply(_ reply: UnsafePointer<redisReply>) throws(RedisError) -> RedisReply {
        switch unsafe reply.pointee.type {
        case REDIS_REPLY_STRING, REDIS_REPLY_STATUS: return .text(unsafe text(reply))
        case REDIS_REPLY_INTEGER: return unsafe .number(Int(reply.pointee.integer))
        case REDIS_REPLY_ARRAY:
            var list: [RedisReply] = []
            for index in 0..<(unsafe reply.pointee.elements) {
                guard let element = unsafe reply.pointee.element[index] else { continue }
                list.append(try unsafe Self.reply(element))
            }
            return .list(list)
        case REDIS_REPLY_ERROR: throw RedisError(unsafe "it says: \(text(reply))")
        default: return .null
        }
    }

    private static func text(_ reply: UnsafePointer<redisReply>) -> String {
        guard let bytes = unsafe reply.pointee.str else { return "" }
        return unsafe String(
            decoding: UnsafeRawBufferPointer(start: bytes, count: reply.pointee.len),
            as: UTF8.self
        )
    }

    /// What the library says went wrong.
    private var failure: RedisError {
        let text = unsafe withUnsafeBytes(of: &context.pointee.errstr) { bytes in
            unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        return RedisError(text.isEmpty ? "the connection broke" : text)
    }
}
