import Base
import Foundation
package import People
import Safeguard

/// Something that somebody was sent, as they pasted it.
package struct PastedValue: Sendable {
    /// Unicode scalars.
    package static let longest = 2000
    /// A message is not searched for more.
    private static let mostParts = 20

    enum Content: Sendable, Hashable {
        case link(WebAddress)
        case email(EmailAddress)
        case phone(PhoneNumber)
        /// An account's name, and where it was seen as far as that was said.
        case handle(SocialPlatform?, String)
        /// Bare digits may be a number of a telephone as well.
        case badge(Badge, PhoneNumber?)
        /// What was found in a text of several words; may be nothing.
        case parts([Content])
        /// A link that no browser would follow.
        case malformed(String)
    }

    let content: Content
    /// Whether characters stand in it that nobody sees.
    let hasHidden: Bool
    /// What may be the code of a challenge; many a name of eight letters may.
    let code: ReadableCode?
    /// Whether it is written as such codes are: two groups of four, with a digit at least, right or wrong, or without one
    /// and letter by letter as a code that can be.
    let isWrittenAsCode: Bool

    /// - Throws: ``VerificationError``.
    package init(_ text: String) throws(VerificationError) {
        guard text.unicodeScalars.count <= Self.longest else { throw .tooLong(limit: Self.longest) }
        let scalars = Array(text.unicodeScalars)
        func isMargin(_ scalar: Unicode.Scalar) -> Bool {
            scalar.properties.isWhitespace || Self.isHidden(scalar)
        }
        // Programs put such characters around what they copy: at the ends they are no trick.
        guard let first = scalars.firstIndex(where: { !isMargin($0) }),
            let last = scalars.lastIndex(where: { !isMargin($0) })
        else { throw .empty }
        var visible = String.UnicodeScalarView()
        for scalar in scalars[first...last] where !Self.isHidden(scalar) { visible.append(scalar) }
        self.hasHidden = scalars[first...last].contains(where: Self.isHidden)
        self.content = Self.content(of: String(visible))
        let typed = String(visible).replacing(/^(?i)(?:code|代码|核实码)\s*[:：]?\s*/, with: "")
        self.code = typed.utf8.count <= 40 ? ReadableCode(typed) : nil
        let isInGroups = typed.wholeMatch(of: /[A-Za-z0-9]{4}[ \-‐‑–—][A-Za-z0-9]{4}/) != nil
        self.isWrittenAsCode =
            isInGroups && (typed.contains(where: \.isNumber) || code?.description == typed)
    }

    /// Each thing in it.
    var contents: [Content] {
        if case .parts(let parts) = content { parts } else { [content] }
    }

    /// The keys of the blocklist under which something in it may stand.
    var lookups: [String] { contents.flatMap { FakeMark.lookups(for: $0) } }

    /// The badge that has to be looked up; nil for anything else.
    package var badge: Badge? {
        if case .badge(let badge, _) = content { badge } else { nil }
    }

    /// Whether a text has characters that nobody sees, line breaks among them.
    static func hasHidden(_ text: String) -> Bool {
        text.unicodeScalars.contains { isHidden($0) || $0.properties.generalCategory == .control }
    }

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.properties.isWhitespace { return false }
        switch scalar.properties.generalCategory {
        case .control, .format, .privateUse, .surrogate, .unassigned: return true
        default: return scalar.properties.isDefaultIgnorableCodePoint
        }
    }

    private static func content(of text: String) -> Content {
        // What is enclosed is meant without what encloses it, but for <…>, which mail programs write.
        // Runs of white space are one: no expression below is to try them in every way.
        let text = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            .trimmingCharacters(in: CharacterSet(charactersIn: "“”‘’「」《》【】()（），。；、,;"))
        let isOneWord = !text.contains(where: \.isWhitespace)
        if let badge = badge(in: text) { return .badge(badge, PhoneNumber(text)) }
        let isLink = text.prefixMatch(of: /(?i)(?:https?:|[a-z][a-z0-9+.\-]*:\/\/|\/\/)/) != nil
        if isOneWord, isLink { return link(text) }
        if let match = text.wholeMatch(of: /([\p{L}]+)\s*[:：\s]\s*@?([^\s:：\/@]{1,64})/),
            let platform = SocialPlatform(called: String(match.output.1))
        {
            return .handle(platform, String(match.output.2))
        }
        if text.first != "@", text.contains(where: { $0 == "@" || $0 == "＠" }),
            let address = EmailAddress(text)
        {
            return .email(address)
        }
        if isOneWord, text.hasPrefix("@"), text.count > 1 { return .handle(nil, text) }
        if let number = PhoneNumber(text) { return .phone(number) }
        guard isOneWord else { return .parts(parts(of: text)) }
        // Whatever is no link is a name, or words.
        if let address = try? WebAddress(text), address.host.isPublic { return .link(address) }
        if text.wholeMatch(of: /[\p{L}\p{N}_\-]{3,64}/) != nil { return .handle(nil, text) }
        return .parts(parts(of: text))
    }

    private static func link(_ text: String) -> Content {
        do {
            return .link(try WebAddress(text))
        } catch {
            return .malformed(text)
        }
    }

    private static func badge(in text: String) -> Badge? {
        let plain = text.precomposedStringWithCompatibilityMapping
        let written = plain.wholeMatch(
            of: /(?i)(?:(?:sb|badge|badge number|agent|工号|客服工号|客服)\s*[-#:]?\s*|#)?([0-9]{4,8})/
        )
        return written.flatMap { Badge(rawValue: String($0.output.1)) }
    }

    /// The links, addresses and names in a text.
    private static func parts(of text: String) -> [Content] {
        var found: [Content] = []
        func add(_ content: Content) {
            if found.count < mostParts, !found.contains(content) { found.append(content) }
        }
        let words = text.split { $0.isWhitespace || "，。；！？、（）【】《》“”\"'<>()|".contains($0) }
        for word in words {
            let trimmed = word.trimmingCharacters(in: CharacterSet(charactersIn: ".,;:!?：*_[]{}"))
            let link = trimmed.firstMatch(of: /(?i)(?:https?:|www\.).*/).map { String($0.output) } ?? trimmed
            if link.contains("@"), !link.hasPrefix("@"), let address = EmailAddress(link) {
                add(.email(address))
            } else if link.hasPrefix("@"), link.count > 3 {
                add(.handle(nil, link))
            } else if let address = try? WebAddress(link), address.host.isPublic {  // the rest are words
                add(.link(address))
            }
        }
        // Without spaces between words, as in Chinese, a host is what is written in Latin letters.
        for piece in text.split(whereSeparator: { !("!"..."~").contains($0) || "\"'<>()".contains($0) }) {
            let trimmed = piece.trimmingCharacters(in: CharacterSet(charactersIn: ".,;:!?*_[]{}"))
            if trimmed.contains("@"), let address = EmailAddress(trimmed) {
                add(.email(address))
            } else if let address = try? WebAddress(trimmed), address.host.isPublic {  // likewise
                add(.link(address))
            }
        }
        return found
    }
}
