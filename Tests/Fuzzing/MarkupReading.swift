import Foundation

/// Reads the markup that a page shows as strictly as can be, and ends the process at anything that a browser could run,
/// load from elsewhere, or understand in another way.
///
/// It is written apart from the cleaner and shares nothing with it.
struct MarkupReading {
    private static let elements: [String: Set<String>] = [
        "figure": ["class"], "figcaption": ["class"],
        "svg": ["class", "width", "height", "viewBox", "role", "aria-label"],
        "rect": ["class", "x", "y", "width", "height", "rx", "fill", "stroke"],
        "polygon": ["class", "points", "fill", "stroke"],
        "path": ["class", "d", "fill", "stroke", "stroke-dasharray"],
        "text": ["class", "x", "y", "text-anchor", "font-size", "fill"],
        "p": ["class"], "br": [], "hr": [], "em": [], "strong": [], "del": [], "code": [], "pre": [],
        "blockquote": [],
        "ul": [], "ol": ["start"], "li": [], "h2": ["id", "class"], "h3": ["id", "class"],
        "h4": ["id", "class"], "h5": ["id", "class"], "h6": ["id", "class"],
        "div": ["class", "role", "data-module", "tabindex"], "section": ["class"],
        "sub": [], "sup": [], "kbd": [], "table": ["tabindex"], "thead": [], "tbody": [], "tr": [],
        "th": ["align"], "td": ["align"], "a": ["href", "title", "rel"],
        "img": ["src", "alt", "title", "width", "height"], "details": [], "summary": [],
        "input": ["type", "checked", "disabled"],
    ]
    /// What a drawing is made of, which ends where it begins.
    private static let shapes: Set<String> = ["rect", "polygon", "path"]
    /// What our own blocks are told by; none of it comes from the text.
    private static let classes: Set<String> = [
        "callout callout--note", "callout callout--tip", "callout callout--important",
        "callout callout--warning", "callout callout--caution", "callout__title", "steps", "platforms",
        "platforms__panel", "platforms__name", "diagram", "diagram__frame", "diagram__drawing",
        "diagram__title", "diagram__node", "diagram__end", "diagram__decision", "diagram__note",
        "diagram__line",
        "diagram__life", "diagram__head", "diagram__text", "diagram__label",
    ]
    private static let empty: Set<String> = ["br", "hr", "img", "input"]
    private static let references: [String: UInt8] = [
        "amp": UInt8(ascii: "&"), "lt": UInt8(ascii: "<"), "gt": UInt8(ascii: ">"),
        "quot": UInt8(ascii: "\""),
        "#39": UInt8(ascii: "'"),
    ]

    private let bytes: [UInt8]
    private var place = 0
    private var open: [String] = []
    /// The ids that the page has.
    private(set) var ids: Set<String> = []

    init(_ markup: String) {
        bytes = Array(markup.utf8)
    }

    /// Reads to the end.
    mutating func finish() {
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "<"): readTag()
            case UInt8(ascii: "&"): _ = reference()
            case UInt8(ascii: ">"), 0: refuse("a bare sign")
            default: place += 1
            }
        }
        if !open.isEmpty { refuse("\(open) stay open") }
    }

    private func refuse(_ why: String) -> Never {
        fail("\(why) at \(place) of \(String(decoding: bytes, as: UTF8.self))")
    }

    private mutating func take(_ text: String) -> Bool {
        guard bytes[place...].starts(with: text.utf8) else { return false }
        place += text.utf8.count
        return true
    }

    private mutating func name() -> String {
        let begin = place
        while place < bytes.count,
            (97...122).contains(bytes[place]) || (65...90).contains(bytes[place])
                || (48...57).contains(bytes[place]) || bytes[place] == UInt8(ascii: "-")
        {
            place += 1
        }
        return String(decoding: bytes[begin..<place], as: UTF8.self)
    }

    private mutating func readTag() {
        if take("</") {
            let name = name()
            if open.popLast() != name { refuse("\(name) ends what it did not begin") }
            if !take(">") { refuse("an end tag with more in it") }
            return
        }
        _ = take("<")
        let element = name()
        guard let known = Self.elements[element] else { refuse("an element \(element)") }
        while take(" ") {
            let attribute = name()
            guard known.contains(attribute) else { refuse("an attribute \(attribute)") }
            if take("=\"") { check(attribute, value()) }
        }
        let isClosed = take("/>")
        if !isClosed, !take(">") { refuse("a tag with more in it") }
        if isClosed != Self.shapes.contains(element) { refuse("\(element) ends otherwise") }
        if isClosed { return }
        if !Self.empty.contains(element) { open.append(element) }
    }

    /// To the quote that ends it, as a browser understands it.
    private mutating func value() -> String {
        var value: [UInt8] = []
        while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
            switch bytes[place] {
            case UInt8(ascii: "&"): value.append(reference())
            case UInt8(ascii: "<"), UInt8(ascii: ">"), 0: refuse("a bare sign in a value")
            case let byte:
                value.append(byte)
                place += 1
            }
        }
        if !take("\"") { refuse("a value without its end") }
        return String(decoding: value, as: UTF8.self)
    }

    private mutating func reference() -> UInt8 {
        for (name, byte) in Self.references where take("&\(name);") { return byte }
        refuse("an ampersand that is not escaped")
    }

    private mutating func check(_ attribute: String, _ value: String) {
        switch attribute {
        case "href": check(link: value)
        case "src":
            let address = Array(Self.read(value).utf8)
            let isElsewhere = address.count > 1 && "/\\".utf8.contains(address[1])
            if address.first != UInt8(ascii: "/") || isElsewhere {
                refuse("a picture from elsewhere: \(value)")
            }
        case "class": if !Self.classes.contains(value) { refuse("a class \(value)") }
        case "role": if !["note", "img"].contains(value) { refuse("a role \(value)") }
        case "data-module": if value != "platform-tabs" { refuse("a module \(value)") }
        case "id": if !ids.insert(value).inserted { refuse("the id \(value) twice") }
        case "viewBox", "points", "d", "x", "y", "rx", "fill", "stroke", "stroke-dasharray":
            let signs = value.utf8.allSatisfy {
                ("0"..."9").contains(Character(UnicodeScalar($0))) || " -.,MLC".utf8.contains($0)
            }
            if !signs, !["none", "currentColor"].contains(value) { refuse("no place: \(value)") }
        case "width", "height": if Double(value) == nil { refuse("no number: \(value)") }
        case "start", "tabindex": if Int(value) == nil { refuse("no number: \(value)") }
        default: break
        }
    }

    private func check(link: String) {
        let address = Self.read(link).lowercased().utf8
        guard let colon = address.firstIndex(of: UInt8(ascii: ":")) else { return }
        let scheme = address[..<colon]
        // Only letters, digits and three signs make a scheme; else the colon belongs to a path.
        guard scheme.first.map({ (97...122).contains($0) }) ?? false,
            scheme.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || "+-.".utf8.contains($0) }
            )
        else { return }
        if !["http", "https", "mailto", "tel"].contains(String(scheme) ?? "") {
            refuse("a link that may run: \(link)")
        }
    }

    /// An address as browsers read it: without ends of lines and tabs, and without controls and spaces around it
    /// (https://url.spec.whatwg.org/#concept-basic-url-parser).
    private static func read(_ address: String) -> String {
        let scalars = address.unicodeScalars.drop { $0.value <= 0x20 }
        return String(String.UnicodeScalarView(scalars.filter { ![9, 10, 13].contains($0.value) }))
    }
}
