import Dispatch
import Hummingbird
import HummingbirdTesting
import NIOCore
import NIOPosix
import Synchronization
import Testing
@testable import Web

/// Says of every name what the test wants, and something else from the second time on.
private final class Names: HostResolver {
    private let answers: Mutex<[[String]]>

    init(_ answers: [String]...) {
        self.answers = Mutex(answers)
    }

    func addresses(of host: String) async throws -> [String] {
        answers.withLock { $0.count > 1 ? $0.removeFirst() : $0.first ?? [] }
    }
}

/// Finds a host too late and is not to be stopped, as the machine's resolver where no name server answers.
private struct SilentNames: HostResolver {
    func addresses(of host: String) async throws -> [String] {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().asyncAfter(deadline: .now() + 4) { continuation.resume() }
        }
        return ["203.0.113.9"]
    }
}

@Suite struct OutgoingGuardTests {
    private func listing(_ words: String...) throws -> AllowedHosts { try AllowedHosts(words) }

    @Test(arguments: [
        ["127.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["::ffff:192.168.0.1"], ["169.254.169.254"], ["fe80::1%eth0"],
        ["2606:4700::1111", "::1"], ["nonsense"],
    ])
    func aNameThatLeadsInside(_ addresses: [String]) async throws {
        let guardian = OutgoingGuard(resolver: Names(addresses))
        await #expect(throws: OutgoingError.notPublic) {
            try await guardian.send(asking("https://sso.example.com/"))
        }
    }

    @Test func aNameThatNobodyKnows() async throws {
        await #expect(throws: OutgoingError.hostUnknown) {
            try await OutgoingGuard(resolver: Names([])).send(asking("https://sso.example.com/"))
        }
    }

    @Test func metadataIsNotReachedThroughAListedName() async throws {
        let guardian = OutgoingGuard(
            allowing: try listing("sso.corp.example"),
            resolver: Names(["169.254.169.254"])
        )
        await #expect(throws: OutgoingError.notPublic) {
            try await guardian.send(asking("http://sso.corp.example/"))
        }
    }

    @Test func theMachinesOwnResolver() async throws {
        let found = try await SystemResolver().addresses(of: "localhost")
        #expect(!found.isEmpty && found.allSatisfy { ["127.0.0.1", "::1"].contains($0) })
        await #expect(throws: OutgoingError.notPublic) {
            try await OutgoingGuard().send(asking("https://localhost/"))
        }
        #expect(try await SystemResolver().addresses(of: "no-such-host.invalid") == [])
    }

    @Test func theConnectionGoesToTheAddressThatWasLookedAt() async throws {
        try await serving { port in
            // Whoever resolves the name a second time is sent elsewhere.
            let guardian = OutgoingGuard(
                allowing: try listing("sso.corp.example"),
                resolver: Names(["127.0.0.1"], ["203.0.113.9"])
            )
            let answer = try await guardian.send(asking("http://sso.corp.example:\(port)/host"))
            #expect(answer.status == 200)
            #expect(String(decoding: answer.body, as: UTF8.self) == "sso.corp.example:\(port)")
            #expect(answer.maxAge == .seconds(60))
        }
    }

    @Test func anAddressThatNobodyAnswersAtIsPassedOver() async throws {
        try await serving { port in
            // Nothing listens there: the server has another address of the loopback.
            let guardian = OutgoingGuard(
                allowing: try listing("sso.corp.example"),
                resolver: Names(["127.0.0.2", "127.0.0.1"])
            )
            let answer = try await guardian.send(asking("http://sso.corp.example:\(port)/host"))
            #expect(answer.status == 200)
        }
    }

    @Test(arguments: [
        ("moved", OutgoingError.redirected), ("large", .answerTooLarge), ("endless", .answerTooLarge),
    ])
    func answersThatAreNotTaken(_ path: String, _ error: OutgoingError) async throws {
        try await serving { port in
            let guardian = OutgoingGuard(allowing: try listing("127.0.0.1"))
            var request = asking("http://127.0.0.1:\(port)/\(path)")
            request.limitInBytes = 1000
            await #expect(throws: error) { try await guardian.send(request) }
        }
    }

    @Test func anAnswerThatNeverComes() async throws {
        // Not the server of the other tests: one that is stopped while it takes a connection ends the whole program.
        let silent = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0).get()
        var request = asking("http://127.0.0.1:\(try #require(silent.localAddress?.port))/")
        request.patience = .milliseconds(200)
        let guardian = OutgoingGuard(allowing: try listing("127.0.0.1"))
        await #expect(throws: OutgoingError.tooSlow) { try await guardian.send(request) }
        try await silent.close()
    }

    @Test func aNameThatNobodyFindsInTime() async throws {
        var request = asking("https://sso.example.com/")
        request.patience = .milliseconds(200)
        await #expect(throws: OutgoingError.tooSlow) {
            try await OutgoingGuard(resolver: SilentNames()).send(request)
        }
        // Beside what the test does meanwhile.
        let sending = Task {
            try await OutgoingGuard(resolver: SilentNames()).send(asking("https://sso.example.com/"))
        }
        sending.cancel()
        await #expect(throws: CancellationError.self) { try await sending.value }
    }

    @Test(arguments: ["large", "endless", "stuck"])
    func anAnswerOfWhichTheStatusAloneIsOfUse(_ path: String) async throws {
        try await serving { port in
            let guardian = OutgoingGuard(allowing: try listing("127.0.0.1"))
            var request = asking("http://127.0.0.1:\(port)/\(path)")
            request.limitInBytes = 1000
            request.readsBody = false
            let answer = try await guardian.send(request)
            #expect(answer.status == 200 && answer.body.isEmpty)
        }
    }

    @Test func whatIsOnlyLookedAtTellsWhereItPointsAndIsNotRead() async throws {
        try await serving { port in
            let guardian = OutgoingGuard(allowing: try listing("127.0.0.1"))
            var request = asking("http://127.0.0.1:\(port)/moved")
            request.readsBody = false
            request.tellsRedirection = true
            let moved = try await guardian.send(request)
            #expect((moved.status, moved.location) == (302, "http://169.254.169.254/latest"))
            request.address = "http://127.0.0.1:\(port)/endless"
            let endless = try await guardian.send(request)
            #expect((endless.status, endless.body, endless.location) == (200, [], nil))
            request.method = .head
            #expect(try await guardian.send(request).status == 404)
        }
    }

    @Test func whatIsListedIsNotReachedOnAWayFromElsewhere() async throws {
        try await serving { port in
            let guardian = OutgoingGuard(
                allowing: try listing("127.0.0.1", "sso.corp.example"),
                resolver: Names(["127.0.0.1"])
            )
            for address in ["http://127.0.0.1:\(port)/host", "http://sso.corp.example:\(port)/host"] {
                var request = asking(address)
                request.mayBePlain = true
                #expect(try await guardian.send(request).status == 200)
                // The host that was written may send on within itself.
                request.redirectedFrom = address.replacing("/host", with: "/moved")
                #expect(try await guardian.send(request).status == 200)
                request.redirectedFrom = "https://outside.example/"
                await #expect(throws: OutgoingError.notPublic) { try await guardian.send(request) }
                // Nor by plain http, which listed hosts may be asked by.
                request.mayBePlain = false
                await #expect(throws: OutgoingError.schemeNotAllowed) { try await guardian.send(request) }
            }
        }
    }

    @Test func aPortThatNobodyListensAt() async throws {
        let guardian = OutgoingGuard(allowing: try listing("127.0.0.1"))
        await #expect(throws: OutgoingError.unreachable) {
            try await guardian.send(asking("http://127.0.0.1:1/"))
        }
    }

    @Test func whatIsPostedArrives() async throws {
        try await serving { port in
            let guardian = OutgoingGuard(allowing: try listing("127.0.0.1"))
            var request = asking("http://127.0.0.1:\(port)/echo")
            request.method = .post
            request.headers = [("X-Test", "yes")]
            request.body = Array("grant".utf8)
            let answer = try await guardian.send(request)
            #expect(String(decoding: answer.body, as: UTF8.self) == "yes grant")
        }
    }

    @Test(arguments: [
        ([], nil), (["max-age=60"], Duration.seconds(60)), (["public", "max-age=0"], .zero),
        (["no-store"], .zero),
        (["max-age=x"], nil), (["max-age=-5"], .zero),
    ])
    func howLongAnAnswerIsKept(_ directives: [String], _ expected: Duration?) {
        #expect(OutgoingGuard.maxAge(directives.map { $0[...] }) == expected)
    }

    /// Patient, for a busy machine: only what is about waiting waits less.
    private func asking(_ address: String) -> OutgoingRequest {
        var request = OutgoingRequest(address)
        request.patience = .seconds(600)
        request.connecting = .seconds(600)
        return request
    }

    /// Runs a server on loopback, of which each path answers in a way of its own.
    private func serving(_ body: @Sendable (Int) async throws -> Void) async throws {
        let router = Router()
        router.get("host") { request, _ in
            Response(
                status: .ok,
                headers: [.cacheControl: "public, max-age=60"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: request.head.authority ?? ""))
            )
        }
        router.get("moved") { _, _ in Response.redirect(to: "http://169.254.169.254/latest", type: .found) }
        router.get("large") { _, _ in String(repeating: "a", count: 1001) }
        router.get("endless") { _, _ in
            Response(
                status: .ok,
                body: ResponseBody { writer in
                    for _ in 0..<10_000 { try await writer.write(ByteBuffer(repeating: 97, count: 1000)) }
                    try await writer.finish(nil)
                }
            )
        }
        router.get("stuck") { _, _ in
            Response(
                status: .ok,
                body: ResponseBody { writer in
                    try await writer.write(ByteBuffer(string: "a"))
                    // Ends by itself where whoever asked went away.
                    try? await Task.sleep(for: .seconds(4))
                    try await writer.finish(nil)
                }
            )
        }
        router.post("echo") { request, _ in
            let posted = try await request.body.collect(upTo: 1000)
            let header = request.headers.first { $0.name.canonicalName == "x-test" }?.value ?? ""
            return "\(header) \(String(buffer: posted))"
        }
        let application = Application(
            router: router,
            configuration: .init(address: .hostname("127.0.0.1", port: 0))
        )
        try await application.test(.live) { client in try await body(try #require(client.port)) }
    }
}
