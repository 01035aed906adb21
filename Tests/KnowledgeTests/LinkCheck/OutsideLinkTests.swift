import Base
@testable import Knowledge
import TestSupport
import Testing
import Web

@Suite("Links to other sites")
struct OutsideLinkTests {
    private static let start = Instant(milliseconds: 1_700_000_000_000)

    private static func day(_ number: Int) -> Instant { start + .seconds(number * 86_400) }

    @Test("it is broken once it failed on two different days, since the first of them")
    func failing() {
        let waiting = OutsideLink("https://a.example/x", at: Self.start)
        #expect((waiting.state, waiting.host, waiting.dueAt) == (.waiting, "a.example", Self.start))
        let gone = OutsideAnswer.failed("answered", status: 404)
        let once = waiting.after(gone, at: Self.day(1))
        #expect((once.state, once.status, once.since) == (.failing, 404, Self.day(1)))
        #expect(once.dueAt == Self.day(2))
        let again = once.after(gone, at: Self.day(1) + .seconds(60))
        #expect((again.state, again.failedDays) == (.failing, 1))
        let broken = again.after(.failed("too_slow", status: nil), at: Self.day(2))
        #expect((broken.state, broken.since) == (.broken, Self.day(1)))
        #expect((broken.reason, broken.status) == ("too_slow", nil))
        let whole = broken.after(.whole(status: 200), at: Self.day(3))
        #expect((whole.state, whole.reason, whole.failedDays, whole.since) == (.whole, nil, 0, Self.day(3)))
        #expect(whole.after(gone, at: Self.day(4)).state == .failing)
    }

    private static func answers(_ answers: [String: OutgoingAnswer]) -> OutsideAsker {
        OutsideAsker { request in
            #expect(!request.readsBody && request.tellsRedirection && request.mayBePlain)
            let key = "\(request.method.rawValue) \(request.address)"
            guard let answer = answers[key] ?? answers[request.address] else {
                throw OutgoingError.hostUnknown
            }
            return answer
        }
    }

    private static func to(_ place: String, _ status: Int) -> OutgoingAnswer {
        OutgoingAnswer(status: status, location: place)
    }

    private static let examples: [([String: OutgoingAnswer], OutsideAnswer)] = [
        ([:], OutsideAnswer.failed("host_unknown", status: nil)),
        (["https://a.example/": OutgoingAnswer(status: 204)], .whole(status: 204)),
        (
            [
                "HEAD https://a.example/": OutgoingAnswer(status: 405),
                "GET https://a.example/": OutgoingAnswer(status: 200),
            ], .whole(status: 200)
        ),
        (["https://a.example/": OutgoingAnswer(status: 404)], .failed("answered", status: 404)),
        (["https://a.example/": OutgoingAnswer(status: 403)], .refused("refuses", status: 403)),
        (["https://a.example/": OutgoingAnswer(status: 304)], .failed("answered", status: 304)),
        (
            [
                "https://a.example/": Self.to("/b", 301),
                "https://a.example/b": Self.to("http://c.example/d#e", 308),
                "http://c.example/d": OutgoingAnswer(status: 200),
            ], .moved(to: "http://c.example/d", status: 301)
        ),
        // For now: the address stays the one to write.
        (
            ["https://a.example/": Self.to("/b", 302), "https://a.example/b": OutgoingAnswer(status: 200)],
            .whole(status: 200)
        ),
        (
            ["https://a.example/": Self.to("/b", 301), "https://a.example/b": OutgoingAnswer(status: 410)],
            .failed("answered", status: 410)
        ),
        (["https://a.example/": Self.to("/", 301)], .failed("redirects_endlessly", status: 301)),
        (
            ["https://a.example/": Self.to("file:///etc/passwd", 302)],
            .failed("redirects_nowhere", status: 302)
        ),
    ]

    @Test(arguments: examples)
    func looking(_ answers: [String: OutgoingAnswer], _ expected: OutsideAnswer) async throws {
        #expect(try await Self.answers(answers).look(at: "https://a.example/") == expected)
    }

    @Test("every step but the first is asked as one that another server told")
    func onTheWay() async throws {
        let asked = Recorder()
        let asker = OutsideAsker { request in
            asked.add("\(request.method.rawValue) \(request.address) \(request.redirectedFrom ?? "written")")
            switch request.address {
            case "https://a.example/": return Self.to("https://b.example/", 301)
            case "https://b.example/": return Self.to("https://a.example/", 302)
            default: return OutgoingAnswer(status: 200)
            }
        }
        _ = try await asker.look(at: "https://a.example/x")
        _ = try await asker.look(at: "https://a.example/")
        #expect(
            asked.all.prefix(3) == [
                "HEAD https://a.example/x written", "HEAD https://a.example/ written",
                "HEAD https://b.example/ https://a.example/",
            ]
        )
    }

    @Test("what the guard refuses on the way is not gone around")
    func inside() async throws {
        let asker = OutsideAsker { request in
            guard request.address == "https://a.example/" else { throw OutgoingError.notPublic }
            return Self.to("http://169.254.169.254/latest", 302)
        }
        #expect(try await asker.look(at: "https://a.example/") == .refused("not_public", status: nil))
    }
}
