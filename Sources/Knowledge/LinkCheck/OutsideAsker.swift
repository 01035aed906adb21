import Base
import Foundation
import Web

/// Looks at an address of another server: with HEAD, with GET where that is refused, along its redirections.
struct OutsideAsker: Sendable {
    /// Asks what somebody wrote, nowhere inside.
    typealias Ask = @Sendable (OutgoingRequest) async throws -> OutgoingAnswer

    private static let patience = Duration.seconds(10)
    private static let mostSteps = 5
    private static let permanent: Set = [301, 308]
    /// What it can take at most: each step is asked for twice.
    static let longest = patience * (2 * (mostSteps + 1))

    let ask: Ask

    /// - Throws: `CancellationError` alone: what goes wrong with the address is an answer.
    func look(at address: String) async throws -> OutsideAnswer {
        var place = address
        var isForGood = true
        var first: Int?
        for _ in 0...Self.mostSteps {
            let answer: OutgoingAnswer
            do {
                answer = try await once(place, from: address)
            } catch let error as OutgoingError {
                return Self.failure(error)
            }
            guard (300..<400).contains(answer.status), let location = answer.location else {
                let found = OutsideAnswer.of(status: answer.status)
                guard case .whole = found, place != address, isForGood else { return found }
                return .moved(to: place, status: first ?? answer.status)
            }
            first = first ?? answer.status
            if !Self.permanent.contains(answer.status) { isForGood = false }
            guard let next = Self.next(from: place, to: location) else {
                return .failed("redirects_nowhere", status: answer.status)
            }
            place = next
        }
        return .failed("redirects_endlessly", status: first)
    }

    /// - `written`: What an article says: the same, or the beginning of the way that led to it.
    private func once(_ address: String, from written: String) async throws -> OutgoingAnswer {
        var request = OutgoingRequest(address)
        if address != written { request.redirectedFrom = written }
        request.method = .head
        request.mayBePlain = true
        request.readsBody = false
        request.tellsRedirection = true
        request.patience = Self.patience
        let answer = try await ask(request)
        // Many answer HEAD with any of these and GET with the page.
        guard answer.status >= 400, answer.status != 429 else { return answer }
        request.method = .get
        return try await ask(request)
    }

    /// Where a redirection leads; nil where no browser would follow.
    static func next(from place: String, to location: String) -> String? {
        let wanted = LinkAddress.escaped(LinkAddress.parts(of: location.trimmed).address)
        guard let base = URL(string: place), let next = URL(string: wanted, relativeTo: base)?.absoluteURL,
            ["http", "https"].contains(next.scheme?.lowercased() ?? "")
        else { return nil }
        return next.absoluteString
    }

    private static func failure(_ error: OutgoingError) -> OutsideAnswer {
        switch error {
        case .notPublic: .refused("not_public", status: nil)
        case .holdsCredentials: .refused("holds_credentials", status: nil)
        case .malformed, .hostUnreadable, .schemeNotAllowed: .failed("address_unreadable", status: nil)
        case .hostUnknown: .failed("host_unknown", status: nil)
        case .tooSlow: .failed("too_slow", status: nil)
        case .unreachable, .answerTooLarge, .redirected: .failed("unreachable", status: nil)
        }
    }
}
