import AsyncHTTPClient
import Base
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix

/// What is asked of an address that somebody set.
package struct OutgoingRequest: Sendable {
    package enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case head = "HEAD"
    }

    package var method = Method.get
    package var address: String
    package var headers: [(name: String, value: String)] = []
    package var body: [UInt8] = []
    /// Whether more than the status of the answer is of use; what follows it is not waited for where it is not.
    package var readsBody = true
    /// The longest answer that is read, in bytes.
    package var limitInBytes = 256 * 1024
    /// For everything together: finding the host, connecting, the whole answer.
    package var patience = Duration.seconds(10)
    /// For a connection to one address of the host; after that the next one is tried.
    package var connecting = Duration.seconds(3)
    /// Whether an `http://` address of the public internet is asked as well: where nothing goes there that others may not see.
    package var mayBePlain = false
    /// Whether a redirection is told, with where it points to, and not refused; it is never followed.
    package var tellsRedirection = false
    /// The address that somebody wrote, where this one was told by an answer on the way from it; nil for one that was written.
    ///
    /// What the operator listed is reached from there at the same host alone.
    package var redirectedFrom: String?

    package init(_ address: String) {
        self.address = address
    }
}

package struct OutgoingAnswer: Sendable {
    package let status: Int
    /// Empty where it was not read.
    package let body: [UInt8]
    /// For how long it may be kept, by `Cache-Control`; nil where it does not say.
    package let maxAge: Duration?
    /// Where a redirection points, as it says it; only where those are told.
    package var location: String?

    package init(status: Int, body: [UInt8] = [], maxAge: Duration? = nil, location: String? = nil) {
        self.status = status
        self.body = body
        self.maxAge = maxAge
        self.location = location
    }
}

/// Goes where somebody who is not the operator sends the server, and nowhere inside (server-side request forgery, OWASP
/// ASVS 5.2.6 and 12.6.1).
///
/// The host is resolved once and every address of it is looked at; the connection goes to the very address that was looked
/// at, so that a name cannot lead elsewhere the second time it is asked for. Redirections are not followed. TLS is checked
/// against the name as ever.
package struct OutgoingGuard: Sendable {
    /// How many of a host's addresses are tried.
    private static let mostTargets = 3

    private let allowed: AllowedHosts
    private let resolver: any HostResolver

    /// - `allowed`: What is reached though it is not of the public internet.
    package init(allowing allowed: AllowedHosts = .none, resolver: any HostResolver = SystemResolver()) {
        self.allowed = allowed
        self.resolver = resolver
    }

    /// Looks at the letters of an address before it is stored; its host is looked up only when it is asked.
    ///
    /// - Throws: ``OutgoingError``.
    package func check(_ address: String) throws(OutgoingError) {
        _ = try OutgoingAddress(address, allowing: allowed)
    }

    /// Asks an address.
    ///
    /// - Returns: What it answers, whatever the status; a redirection only where the request wants to be told.
    /// - Throws: ``OutgoingError``, `CancellationError`.
    package func send(_ request: OutgoingRequest) async throws -> OutgoingAnswer {
        let (address, allowed) = try judged(request)
        let end = ContinuousClock.now + request.patience
        let targets = try await targets(of: address.host, allowing: allowed, until: end)
        for target in targets.prefix(Self.mostTargets) {
            do {
                return try await ask(target, request, at: address, until: end)
            } catch is NotMet {
                // Looked for at the next address: nothing was asked here yet.
                continue
            }
        }
        throw OutgoingError.unreachable
    }

    /// The address of a request, and what may be reached at it besides the public internet.
    ///
    /// Whoever answers outside must not send the server to what the operator listed for those who write addresses here.
    private func judged(
        _ request: OutgoingRequest
    ) throws(OutgoingError) -> (address: OutgoingAddress, allowed: AllowedHosts) {
        func read(_ text: String, _ allowed: AllowedHosts) throws(OutgoingError) -> OutgoingAddress {
            try OutgoingAddress(text, allowing: allowed, mayBePlain: request.mayBePlain)
        }
        let address = try read(request.address, allowed)
        guard let written = request.redirectedFrom, try read(written, allowed).host != address.host else {
            return (address, allowed)
        }
        return (try read(request.address, .none), .none)
    }

    /// Nobody took the connection.
    private struct NotMet: Error {}

    private static let unmet: Set = [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, EADDRNOTAVAIL, EACCES, EPERM]

    /// The addresses of a host, once all of them have been looked at.
    ///
    /// - Throws: ``OutgoingError/notPublic`` when one of them is not to be reached, ``OutgoingError/hostUnknown``,
    ///   ``OutgoingError/tooSlow`` when nobody knows them in time.
    private func targets(
        of host: HostName,
        allowing allowed: AllowedHosts,
        until end: ContinuousClock.Instant
    ) async throws -> [String] {
        let resolver = resolver
        let found =
            host.isAddress
            ? [host.text] : try await Self.wait(until: end) { try await resolver.addresses(of: host.text) }
        guard !found.isEmpty else { throw OutgoingError.hostUnknown }
        guard found.allSatisfy({ allowed.allow($0, of: host) }) else { throw OutgoingError.notPublic }
        return found
    }

    /// Waits for what cannot be stopped, such as a look-up by the machine's resolver, no longer than until a moment; after
    /// that it comes to its end alone.
    private static func wait<Value: Sendable>(
        until end: ContinuousClock.Instant,
        for body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let (values, teller) = AsyncThrowingStream.makeStream(of: Value.self)
        // Whoever waits may stop, the body cannot: it goes on by itself.
        let work = Task {
            do {
                teller.yield(try await body())
                teller.finish()
            } catch {
                teller.finish(throwing: error)
            }
        }
        // Ended below, as soon as one of the two has said something.
        let alarm = Task {
            // Cancelled: the body was faster.
            guard (try? await Task.sleep(until: end, clock: .continuous)) != nil else { return }
            teller.finish(throwing: OutgoingError.tooSlow)
        }
        defer {
            work.cancel()
            alarm.cancel()
        }
        for try await value in values { return value }
        throw CancellationError()
    }

    private func ask(
        _ target: String,
        _ request: OutgoingRequest,
        at address: OutgoingAddress,
        until end: ContinuousClock.Instant
    ) async throws -> OutgoingAnswer {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout.connect = TimeAmount(request.connecting)
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.httpVersion = .http1Only
        configuration.maximumUsesPerConnection = 1
        if !address.host.isAddress { configuration.dnsOverride = [address.host.text: target] }
        // One for each request: a client keeps to its addresses for its whole life.
        let client = HTTPClient(
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            configuration: configuration
        )
        let result: Result<OutgoingAnswer, any Error>
        do {
            result = .success(try await exchange(request, at: address, client, until: end))
        } catch {
            result = .failure(error)
        }
        // What its end has to complain of changes nothing about the answer.
        try? await client.shutdown()
        return try result.get()
    }

    private func exchange(
        _ request: OutgoingRequest,
        at address: OutgoingAddress,
        _ client: HTTPClient,
        until end: ContinuousClock.Instant
    ) async throws -> OutgoingAnswer {
        var outgoing = HTTPClientRequest(url: address.description)
        outgoing.method = HTTPMethod(rawValue: request.method.rawValue)
        outgoing.headers.add(name: "User-Agent", value: "Switchboard")
        for (name, value) in request.headers { outgoing.headers.add(name: name, value: value) }
        if request.method == .post { outgoing.body = .bytes(ByteBuffer(bytes: request.body)) }
        do {
            let rest = (end - ContinuousClock.now).wholeMilliseconds
            let incoming = try await client.execute(outgoing, timeout: .milliseconds(max(1, rest)))
            let status = Int(incoming.status.code)
            let isRedirection = (300..<400).contains(status)
            guard request.tellsRedirection || !isRedirection else { throw OutgoingError.redirected }
            let content =
                request.readsBody
                ? try await incoming.body.collect(upTo: request.limitInBytes) : ByteBuffer()
            return OutgoingAnswer(
                status: status,
                body: Array(content.readableBytesView),
                maxAge: Self.maxAge(incoming.headers[canonicalForm: "cache-control"]),
                location: isRedirection ? incoming.headers.first(name: "location") : nil
            )
        } catch {
            throw Self.failure(error)
        }
    }

    private static func failure(_ error: any Error) -> any Error {
        switch error {
        case is CancellationError, is OutgoingError: error
        case is NIOTooManyBytesError: OutgoingError.answerTooLarge
        case is NIOConnectionError, ChannelError.connectTimeout: NotMet()
        case let error as IOError where unmet.contains(error.errnoCode): NotMet()
        case let error as HTTPClientError where error == .connectTimeout: NotMet()
        case let error as HTTPClientError where error == .cancelled: CancellationError()
        case let error as HTTPClientError where error == .deadlineExceeded || error == .readTimeout:
            OutgoingError.tooSlow
        default: OutgoingError.unreachable
        }
    }

    /// `max-age` of the directives (RFC 9111, section 5.2.2.1), in which `no-store` and `no-cache` mean nothing is kept.
    static func maxAge(_ directives: [Substring]) -> Duration? {
        let words = directives.map { $0.lowercased() }
        if words.contains("no-store") || words.contains("no-cache") { return .zero }
        return words.lazy.compactMap { word in
            word.hasPrefix("max-age=")
                ? Int(word.dropFirst("max-age=".count)).map { .seconds(max(0, $0)) } : nil
        }.first
    }
}
