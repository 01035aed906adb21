import Base
import Safeguard
import Storage
import TestSupport
import Testing

@testable import People

@Suite("Proof of work")
struct PuzzlesTests {
    private let address = "192.0.2.7"

    private func solved(_ puzzle: Puzzle) -> Proof {
        Proof(challenge: puzzle.text, nonce: Puzzle.solution(puzzle.text, bits: puzzle.bits))
    }

    /// Whether somebody is let in, or why not.
    private func expect(
        _ expected: PuzzleError.Reason?,
        _ body: () async throws -> Void,
        location: SourceLocation = #_sourceLocation
    ) async {
        do {
            try await body()
            #expect(expected == nil, sourceLocation: location)
        } catch PuzzleError.required(_, let reason) {
            #expect(reason == expected, sourceLocation: location)
        } catch {
            Issue.record("\(error)", sourceLocation: location)
        }
    }

    @Test(
        "one that was solved counts once on all nodes, and not after its time",
        arguments: TestDatabase.engines
    )
    func counts(on engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            var rules = PuzzleRules()
            rules.mode = .always
            let nodes = [rules, rules].map { Puzzles(scenario.database, rules: $0, clock: scenario.clock) }
            let proof = solved(try await nodes[0].make(for: .guest, from: address))
            let late = solved(try await nodes[0].make(for: .guest, from: address))

            await expect(.missing) { try await nodes[0].admitGuest(nil, from: address) }
            await expect(nil) { try await nodes[1].admitGuest(proof, from: address) }
            await expect(.used) { try await nodes[0].admitGuest(proof, from: address) }
            scenario.clock.advance(by: Puzzle.lifetime)
            await expect(.expired) { try await nodes[0].admitGuest(late, from: address) }
            // What is forgotten is over anyhow.
            try await scenario.customers.deleteExpired()
            await expect(.expired) { try await nodes[0].admitGuest(proof, from: address) }
        }
    }

    @Test("nobody is asked until there are more guests than usual", arguments: TestDatabase.engines)
    func adapts(on engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            var rules = PuzzleRules()
            rules.freePerMinute = 3
            // Each guest of one node is another one's news: none counts before its next look.
            let (one, other) = (
                Puzzles(scenario.database, rules: rules, clock: scenario.clock),
                Puzzles(scenario.database, rules: rules, clock: scenario.clock)
            )
            for _ in 0..<3 {
                try await one.admitGuest(nil, from: address)
                _ = try await scenario.customers.startGuestSession(locale: .english)
            }
            await expect(.missing) { try await one.admitGuest(nil, from: address) }
            await expect(.missing) { try await other.admitGuest(nil, from: address) }
            scenario.clock.advance(by: .seconds(61))
            await expect(nil) { try await one.admitGuest(nil, from: address) }
        }
    }

    @Test(
        "it gets harder with each doubling, up to an end",
        arguments: [(0, nil), (9, nil), (10, 14), (19, 14), (20, 15), (39, 15), (40, 16), (400_000, 16)]
            as [(Int, Int?)]
    )
    func difficulty(_ guests: Int, _ bits: Int?) {
        var rules = PuzzleRules()
        rules.freePerMinute = 10
        #expect(rules.bits(at: guests) == bits)
        rules.mode = .never
        #expect(rules.bits(at: guests) == nil)
        rules.mode = .always
        #expect(rules.bits(at: guests) == bits ?? 14)
    }

    @Test("a text has the length of one block, and no other installation takes it")
    func texts() throws {
        let now = Instant(milliseconds: 1_764_150_000_000)
        let key = DataKey()
        let puzzle = try Puzzle(bits: 9, for: .guest, from: address, under: key, at: now)
        #expect(puzzle.text.utf8.count == 64)
        #expect(Puzzle(text: puzzle.text, for: .guest, from: "192.0.2.255", under: key) == puzzle)
        #expect(Puzzle(text: puzzle.text, for: .report, from: address, under: key) == nil)
        #expect(Puzzle(text: puzzle.text, for: .guest, from: "192.0.3.7", under: key) == nil)
        #expect(Puzzle(text: puzzle.text, for: .guest, from: address, under: DataKey()) == nil)
    }
}
