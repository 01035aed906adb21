import AsyncHTTPClient
import Base
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix

/// How long an object store is waited for.
package struct ObjectStorePatience: Sendable {
    /// For a connection: to be made, or to come free.
    package var connecting = Duration.seconds(3)
    /// For one answer, body and all.
    package var answering = Duration.seconds(20)
    /// Until no further attempt is made.
    package var altogether = Duration.seconds(30)
    /// Attempts at most.
    package var attempts = 4
    /// Before the second attempt; each further pause is three times as long.
    package var pause = Duration.milliseconds(200)

    package init() {}
}

/// Sends signed requests to a bucket, again when that may help.
///
/// Every request may be sent again: what is written has a name of its own or the same content, see ``S3Blobs``.
final class S3Connection: Sendable {
    /// The largest error that is read, in bytes.
    private static let largestError = 64 * 1024

    let location: S3Location
    private let signature: RequestSignature
    private let patience: ObjectStorePatience
    private let clock: any WallClock
    private let client: HTTPClient

    /// - `names`: Addresses of host names that no resolver knows.
    init(
        _ location: S3Location,
        keys: ObjectStoreKeys,
        patience: ObjectStorePatience,
        clock: any WallClock,
        names: [String: String] = [:]
    ) {
        self.location = location
        self.signature = RequestSignature(keys: keys, region: location.region)
        self.patience = patience
        self.clock = clock
        // A redirection is an answer: what was signed for one host is of no use to another.
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout.connect = TimeAmount(patience.connecting)
        configuration.timeout.read = TimeAmount(patience.answering)
        configuration.connectionPool.retryConnectionEstablishment = false
        // Waiting for one of few would end as waiting for a store that is away does.
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
        configuration.httpVersion = .http1Only
        configuration.dnsOverride = names
        client = HTTPClient(
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            configuration: configuration
        )
    }

    deinit {
        // The client outlives this object until its connections are closed; nobody is left to hear of an error.
        client.shutdown { _ in }
    }

    /// Sends a request until an answer comes that another attempt would not change.
    ///
    /// - `limit`: The longest body of a good answer, in bytes.
    /// - `body`: With its digest, which is computed once.
    /// - Throws: ``BlobError/unavailable(_:)``, `CancellationError`.
    func send(
        _ method: String,
        _ key: String,
        query: [String: String] = [:],
        body: [UInt8] = [],
        digest: BlobDigest = BlobDigest(of: []),
        limit: Int
    ) async throws -> S3Answer {
        let request = SignableRequest(
            method: method,
            path: location.path(key),
            query: query,
            headers: ["host": location.host],
            bodyDigest: digest.hex
        )
        let content = ByteBuffer(bytes: body)
        let end = ContinuousClock.now + patience.altogether
        var pause = patience.pause
        var attempt = 1
        while true {
            let failure: ObjectStoreError
            do {
                let answer = try await attempted(request, content, until: end, limit)
                guard answer.isPassing else { return answer }
                failure = .busy(status: answer.status)
            } catch let error as ObjectStoreError {
                failure = error
            }
            guard attempt < patience.attempts, failure.isPassing, ContinuousClock.now + pause < end else {
                throw BlobError.unavailable(failure)
            }
            // Not all at the same moment: many wait for a store that comes back.
            try await Task.sleep(for: pause * Double.random(in: 0.5...1))
            pause *= 3
            attempt += 1
        }
    }

    private func attempted(
        _ request: SignableRequest,
        _ body: ByteBuffer,
        until end: ContinuousClock.Instant,
        _ limit: Int
    ) async throws -> S3Answer {
        let signed = signature.signed(request, at: clock.now)
        let query = signed.queryText
        var outgoing = HTTPClientRequest(
            url: "\(location.scheme)://\(location.host)\(signed.path)" + (query.isEmpty ? "" : "?\(query)")
        )
        outgoing.method = HTTPMethod(rawValue: signed.method)
        for (name, value) in signed.headers { outgoing.headers.add(name: name, value: value) }
        if body.readableBytes > 0 || outgoing.method == .PUT { outgoing.body = .bytes(body) }
        let rest = min(patience.answering, end - ContinuousClock.now)
        do {
            let incoming = try await client.execute(outgoing, timeout: TimeAmount(rest))
            let status = Int(incoming.status.code)
            let isGood = (200..<300).contains(status)
            let content = try await incoming.body.collect(upTo: isGood ? limit : Self.largestError)
            return S3Answer(
                status: status,
                regionHeader: incoming.headers.first(name: "x-amz-bucket-region"),
                body: Array(content.readableBytesView)
            )
        } catch {
            throw failure(error, after: rest, limit)
        }
    }

    /// What an error of the client means.
    private func failure(_ error: any Error, after rest: Duration, _ limit: Int) -> any Error {
        switch error {
        case is CancellationError: error
        case is NIOTooManyBytesError:
            ObjectStoreError.answerUnusable("it has more than \(limit) bytes")
        case let error as HTTPClientError where error == .cancelled: CancellationError()
        case let error as HTTPClientError where error == .connectTimeout:
            ObjectStoreError.unreachable("no connection within \(patience.connecting)")
        case let error as HTTPClientError where error == .deadlineExceeded || error == .readTimeout:
            ObjectStoreError.unreachable("no answer within \(rest)")
        case let error as NIOConnectionError: ObjectStoreError.unreachable(Self.reason(error))
        // Of the network, TLS or HTTP; such errors name hosts and causes and hold nothing of a request.
        default: ObjectStoreError.unreachable(String("\(error)".prefix(200)))
        }
    }

    private static func reason(_ error: NIOConnectionError) -> String {
        if let attempt = error.connectionErrors.first { return "\(attempt.error)" }
        return error.dnsAError == nil && error.dnsAAAAError == nil
            ? "no connection" : "no address is known of \(error.host)"
    }
}

extension ObjectStoreError {
    /// Whether another attempt may go better.
    fileprivate var isPassing: Bool {
        switch self {
        case .unreachable, .busy: true
        case .bucketMissing, .accessDenied, .keyUnknown, .secretWrong, .clockWrong, .regionWrong,
            .answerUnusable, .refused:
            false
        }
    }
}

extension TimeAmount {
    fileprivate init(_ duration: Duration) {
        self = .milliseconds(max(1, duration.wholeMilliseconds))
    }
}
