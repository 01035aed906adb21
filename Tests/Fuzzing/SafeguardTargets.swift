import Foundation
@testable import Safeguard

let safeguardTargets = [secrets, planted, trail, solicitation, contact]

private let gate = SecretsGate()

/// What every text of a customer passes.
private let secrets = FuzzTarget(
    "secrets",
    text: { text in
        let findings = SecretDetector().find(in: text)
        var end = 0
        for finding in findings {
            require(
                !finding.range.isEmpty && finding.range.lowerBound >= end,
                "findings that touch: \(findings)"
            )
            end = finding.range.upperBound
        }
        require(end <= text.unicodeScalars.count, "a finding beyond the end")
        let masked = gate.mask(text)
        require(masked.kinds.isEmpty == findings.isEmpty, "kinds without findings")
        if findings.isEmpty { require(isSame(masked.text, text), "changed without a secret") }
        require(
            isSame(gate.mask(masked.text).text, masked.text),
            "a masked text does not come to rest: \(masked.text)"
        )
        _ = gate.mask(text, named: "password")
    }
)

/// Secrets that must be hidden whatever stands around them, each in a paragraph of its own.
private let planted = FuzzTarget(
    "planted_secrets",
    text: { text in
        let phrase = "legal winner thank year wave sausage worth useful legal winner thank yellow"
        let key = "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ"
        let half = text.unicodeScalars.count / 2
        let before = String(String.UnicodeScalarView(text.unicodeScalars.prefix(half)))
        let after = String(String.UnicodeScalarView(text.unicodeScalars.dropFirst(half)))
        // One that the input holds as well may be run together there with letters that make it something else.
        for secret in [phrase, key] where !text.contains(secret) {
            let masked = gate.mask("\(before)\n\n\(secret)\n\n\(after)").text
            require(!masked.contains(secret), "a secret is shown: \(masked)")
        }
    }
)

/// Messages of one author, a line each: the last is the newest.
private let trail = FuzzTarget(
    "secret_trail",
    text: { text in
        let messages = Array(
            text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init).suffix(30)
        )
        guard let written = messages.last else { return }
        let earlier = messages.dropLast().reversed().map { message in
            SecretTrail.Earlier(message, isHidden: message.contains(SecretsGate.mask))
        }
        for part in SecretTrail(after: Array(earlier)).parts(with: written) {
            guard let message = messages.dropLast(part.messagesBack).last, part.messagesBack < messages.count
            else {
                fail("part of a message that there is not")
            }
            require(!part.range.isEmpty, "a part that is empty")
            require(part.range.upperBound <= message.unicodeScalars.count, "a part beyond its message")
            _ = SecretsGate.hide(part.range, in: message)
        }
        if !SecretTrail.mayGoOn(with: written) {
            let parts = SecretTrail(after: Array(earlier)).parts(with: written)
            require(parts.isEmpty, "a part of what is said to be none: \(written)")
        }
    }
)

/// What an agent is about to send.
private let solicitation = FuzzTarget(
    "solicitation",
    text: { text in
        let findings = SolicitationDetector().find(in: text)
        require(Set(findings.map(\.kind)).count == findings.count, "a kind twice")
        for finding in findings {
            require(!finding.range.isEmpty, "a clause that is empty")
            require(finding.range.upperBound <= text.unicodeScalars.count, "a clause beyond the end")
        }
    }
)

/// Values with their names, as the exchange passes them on: `name=value`.
private let contact = FuzzTarget(
    "contact",
    text: { text in
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
            String.init
        )
        let (name, value) = parts.count == 2 ? (parts[0], parts[1]) : ("", text)
        for kind in [ContactMask.Kind.phone, .document] {
            let shown = ContactMask.masked(value, kind).filter { $0.isLetter || $0.isNumber }
            require(shown.count <= 4, "more than the end of a number is shown: \(shown)")
            let whole = value.filter { $0.isLetter || $0.isNumber }
            require(whole.isEmpty || shown != whole, "a number is shown whole: \(value)")
        }
        guard let kind = ContactMask.kind(of: value, named: name) else { return }
        let masked = ContactMask.masked(value, kind)
        require(value.count < 8 || !masked.contains(value), "what is masked is shown: \(value)")
    }
)
