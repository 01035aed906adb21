@testable import Base
@testable import Conversations
import Foundation
import HTTPTypes
import Hummingbird
@testable import Knowledge
import NIOCore
@testable import People
@testable import Storage
@testable import Trust
@testable import Web

let requestTargets = [forms, credentials, conditions, cursors, devices]

/// By scalars: a sign that combines with a line's end makes another character of it.
private func cut(_ text: String) -> [String] {
    text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
}

// MARK: Forms

/// A form's `Content-Type` on the first line, a name on the second, behind them its body, which is a query as well.
private let forms = FuzzTarget(
    "forms",
    bytes: { bytes in
        let parts = bytes.split(separator: 10, maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { return }
        let (type, name) = (
            String(decoding: parts[0], as: UTF8.self), String(decoding: parts[1], as: UTF8.self)
        )
        let text = String(decoding: parts[2], as: UTF8.self)
        let fields = FormEncoding(text).fields
        check(fields, in: text)
        // What is written of them is read alike again.
        let whole = fields.compactMap { field in field.value.map { (field.name, $0) } }
        let written = whole.map { "\(OpenIDClient.formEncoded($0))=\(OpenIDClient.formEncoded($1))" }
        let again = FormEncoding(written.joined(separator: "&")).fields
        require(again.count == whole.count, "\(whole.count) fields are \(again.count)")
        for (field, (name, value)) in zip(again, whole) {
            let isAlike = isSame(field.name, name) && field.value.map { isSame($0, value) } ?? false
            require(isAlike, "a field is read otherwise again: \(name)=\(value)")
        }
        check(name, fields, of: request(type, text, Array(parts[2])))
    }
)

/// Cut by scalars, and decoded otherwise.
private func check(_ fields: [FormEncoding.Field], in text: String) {
    let expected = text.unicodeScalars.split(separator: "&").compactMap { part -> (String, String)? in
        let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard halves.count == 2 else { return nil }
        let spaced = halves.map { half in
            half.reduce(into: "") { $0.unicodeScalars.append($1 == "+" ? " " : $1) }
        }
        return plainlyDecoded(spaced[0]).map { ($0, spaced[1]) }
    }
    require(fields.count == expected.count, "\(fields.count) fields of \(expected.count)")
    for (field, (name, written)) in zip(fields, expected) {
        require(isSame(field.name, name), "another name: \(field.name)")
        require(isSame(field.written, written), "another text: \(field.written)")
        let value = plainlyDecoded(written)
        let isAlike = field.value.map { mine in value.map { isSame(mine, $0) } ?? false } ?? (value == nil)
        require(isAlike, "another value: \(field.value ?? "none") for \(value ?? "none")")
    }
}

/// Cut at percent signs; checked by Foundation's decoder, which puts U+FFFD for some bytes that are no UTF-8.
private func plainlyDecoded(_ text: String) -> String? {
    let pieces = text.utf8.split(separator: UInt8(ascii: "%"), omittingEmptySubsequences: false)
    var bytes = Array(pieces[0])
    for piece in pieces.dropFirst() {
        let digits = String(decoding: piece.prefix(2), as: UTF8.self)
        guard digits.allSatisfy({ $0.isHexDigit && $0.isASCII }), let byte = UInt8(digits, radix: 16),
            digits.count == 2
        else { return nil }
        bytes += [byte] + piece.dropFirst(2)
    }
    let decoded = String(validating: bytes, as: UTF8.self)
    if let other = text.removingPercentEncoding, !other.unicodeScalars.contains("\u{FFFD}") {
        require(decoded.map { isSame($0, other) } ?? false, "Foundation reads \(other) of \(text)")
    }
    return decoded
}

private let limit = 512

private func request(_ type: String, _ query: String, _ body: [UInt8]) -> Request {
    var head = HTTPRequest(method: .post, scheme: "https", authority: "help.example", path: "/?\(query)")
    head.headerFields[.contentType] = type
    return Request(head: head, body: RequestBody(buffer: ByteBuffer(bytes: body)))
}

private func check(_ name: String, _ fields: [FormEncoding.Field], of request: Request) {
    if case .success(let found) = waiting(for: {
        try await request.formValues([name], limitInBytes: limit)
    }) {
        let type = request.headers[.contentType] ?? ""
        require(type.lowercased().contains("application/x-www-form-urlencoded"), "no form: \(type)")
        let values = fields.filter { isSame($0.name, name) }.map(\.value)
        require(found[name] ?? [] == values.compactMap(\.self), "other values of \(name)")
        require(!values.contains(nil), "a value that cannot be decoded is passed over")
    }
    if case .success(let body) = waiting(for: { try await request.bytes(limitInBytes: limit) }) {
        require(body.count <= limit, "a body of \(body.count) bytes")
    }
    require(request.query(name)?.isEmpty != true, "an empty value")
    // What is no number is refused.
    if let number = try? request.query("limit", in: 1...200, default: 20) {
        require((1...200).contains(number), "a number beyond its bounds: \(number)")
    }
    let question = request.question
    require(question.count <= 200 && !question.contains(where: \.isNewline), "a question of two lines")
}

// MARK: Credentials

/// `Authorization` on the first line, a field of cookies on each other one.
private let credentials = FuzzTarget(
    "credentials",
    text: { text in
        var head = HTTPRequest(method: .post, scheme: "https", authority: "desk.example", path: "/")
        let lines = cut(text)
        head.headerFields[.authorization] = lines[0]
        for line in lines.dropFirst() { head.headerFields.append(HTTPField(name: .cookie, value: line)) }
        check(bearer: head.bearerToken, of: head.headerFields[.authorization] ?? "")
        let cookies = head.headerFields[values: .cookie]
        for name in ["switchboard_session", "switchboard_agent"] {
            let (found, known) = (head.cookie(name), plainCookie(name, cookies))
            require(found.map { Array($0.utf8) } == known, "another \(name): \(found ?? "none")")
            // Whatever stands beside it, a cookie of ours is found, unless another of its name came before it.
            let ours = "\(name)=sba_ours"
            for field in cookies {
                var beside = head
                beside.headerFields[values: .cookie] = ["\(ours); \(field)"]
                require(beside.cookie(name) == "sba_ours", "a cookie is hidden by what follows: \(field)")
                beside.headerFields[values: .cookie] = ["\(field); \(ours)"]
                let first = plainCookie(name, [field]).map { String(decoding: $0, as: UTF8.self) }
                require(beside.cookie(name) == first ?? "sba_ours", "a cookie is hidden: \(field)")
            }
        }
    }
)

private func check(bearer token: String?, of header: String) {
    let bytes = Array(header.utf8)
    let scheme = bytes.prefix(7).map { (65...90).contains($0) ? $0 | 0x20 : $0 }
    require((token != nil) == scheme.elementsEqual("bearer ".utf8), "a token of another kind: \(header)")
    guard let token else { return }
    let isTrimmed = [token.utf8.first, token.utf8.last].compactMap(\.self).allSatisfy { $0 != 32 && $0 != 9 }
    let isThere = token.isEmpty || bytes.firstRange(of: Array(token.utf8)) != nil
    require(isTrimmed && isThere, "another token: \(token)")
}

/// The first cookie of a name that has a value, read letter by letter.
private func plainCookie(_ name: String, _ fields: [String]) -> [UInt8]? {
    func isSpace(_ byte: UInt8) -> Bool { byte == 9 || byte == 32 }
    for field in fields {
        var (key, value, hasValue): ([UInt8], [UInt8], Bool) = ([], [], false)
        for byte in Array(field.utf8) + [59] {
            switch byte {
            case 59:
                while key.last.map(isSpace) ?? false { key.removeLast() }
                while value.last.map(isSpace) ?? false { value.removeLast() }
                if !value.isEmpty, key.elementsEqual(name.utf8) { return value }
                (key, value, hasValue) = ([], [], false)
            case 61 where !hasValue: hasValue = true
            case _ where hasValue: if !value.isEmpty || !isSpace(byte) { value.append(byte) }
            default: if !key.isEmpty || !isSpace(byte) { key.append(byte) }
            }
        }
    }
    return nil
}

// MARK: What a request or an answer stands on

/// `If-None-Match`, what a file is known by, `Origin` or `Sec-Fetch-Site`, `Host`, `Referer` and `Cache-Control`, one a line.
private let conditions = FuzzTarget(
    "conditions",
    text: { text in
        let given = cut(text)
        let lines = given + Array(repeating: "", count: max(0, 6 - given.count))
        let hash = SharedContent.hash(lines[1].utf8)
        for tag in ["\"\(hash)\"", "W/\"\(hash)\""] {
            let isNamed = lines[0].utf8.contains(UInt8(ascii: "*")) || lines[0].contains(hash)
            require(!SharedContent.names(lines[0], tag) || isNamed, "a file that nobody has: \(lines[0])")
            require(SharedContent.names("\(lines[0]),\(tag)", tag), "a file that is hidden: \(lines[0])")
        }
        var head = HTTPRequest(method: .post, scheme: "https", authority: lines[3], path: "/")
        head.headerFields[.secFetchSite] = lines[2]
        let site = head.headerFields[.secFetchSite] ?? ""
        require(
            OriginCheck.isSameOrigin(head) == ["same-origin", "none"].contains(site),
            "another site: \(site)"
        )
        head.headerFields[.secFetchSite] = nil
        head.headerFields[.origin] = lines[2]
        if OriginCheck.isSameOrigin(head) {
            func plain(_ text: String) -> [UInt8] {
                text.utf8.map { (65...90).contains($0) ? $0 | 0x20 : $0 }
            }
            let host = plain("://\(head.authority ?? "")")
            let origin = plain(head.headerFields[.origin] ?? "")
            require(origin.suffix(host.count).elementsEqual(host), "another origin: \(lines[2])")
        }
        head.headerFields[.referer] = lines[4]
        let request = Request(head: head, body: RequestBody(buffer: ByteBuffer()))
        if let question = request.questionBefore {
            require(
                question.count <= 200 && !question.contains(where: \.isNewline),
                "a question of two lines"
            )
        }
        let life = OutgoingGuard.maxAge(lines[5].split(separator: ","))
        require(life.map { $0 >= .zero } ?? true, "an answer that is kept for less than nothing")
    }
)

/// Where a list goes on and what a part of an address names.
private let cursors = FuzzTarget(
    "cursors",
    text: { text in
        check(ConversationCursor.self, text)
        check(SearchCursor.self, text)
        check(AccountEvent.Place.self, text)
        check(WorkingArticleCursor.self, text)
        check(PictureCursor.self, text)
        check(PhishingReportCursor.self, text)
        check(AuditHead.self, text)
        check(Region.self, text)
        check(Topic.self, text)
        check(Slug.self, text)
        check(APIVersionName.self, text)
    }
)

private func check<Value: LosslessStringConvertible & Equatable>(_ type: Value.Type, _ text: String) {
    guard let value = Value(text) else { return }
    require(Value(value.description) == value, "\(type) is read otherwise again: \(text)")
    let isPlain = value.description.utf8.allSatisfy { (33...126).contains($0) }
    require(isPlain || type == AccountEvent.Place.self, "\(type) that is no plain word: \(text)")
}

// MARK: Devices

/// `User-Agent`, and the page that somebody says they are on.
private let devices = FuzzTarget(
    "devices",
    text: { text in
        let device = Device(userAgent: text)
        let platforms = ["", "iOS", "iPadOS", "Android", "Windows", "ChromeOS", "macOS", "Linux"]
        require(platforms.contains(device.platform), "no platform: \(device.platform)")
        let program = Array(text.utf8.prefix { isOfName($0) }.prefix(40))
        let isKnown = browsers.contains { mark, name in name == device.browser && text.contains(mark) }
        require(
            isKnown || program.elementsEqual(device.browser.utf8)
                || program.dropLast().elementsEqual(device.browser.utf8),
            "no browser: \(device.browser)"
        )
        if text.utf8.count <= 400, text.utf8.allSatisfy({ (32...126).contains($0) }) {
            let first = browsers.first { mark, _ in Array(text.utf8).firstRange(of: Array(mark.utf8)) != nil }
            require(
                device.browser == first?.1 ?? String(decoding: program, as: UTF8.self),
                "another: \(text)"
            )
        }
        let visit = Visit(userAgent: text, page: text)
        let isPath = visit.page.map { page in
            page.utf8.first == UInt8(ascii: "/") && page.unicodeScalars.count <= 200
                && !page.utf8.contains { "?#".utf8.contains($0) }
        }
        require(isPath ?? true, "no path of a page: \(visit.page ?? "")")
        let names = ["WeChat", "Edge", "Opera", "Samsung", "UC", "Firefox", "Chrome", "Safari"]
        require(
            visit.browser.map { browser in names.contains { browser.hasPrefix($0) } } ?? true,
            "no browser"
        )
        for (named, longest) in [(visit.browser, 21), (visit.system, 12)] {
            let isPlain = named?.utf8.allSatisfy { (32...126).contains($0) } ?? true
            require(isPlain && (named?.utf8.count ?? 0) <= longest, "a version too long: \(named ?? "")")
        }
    }
)

private let browsers = [
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"),
    ("MicroMessenger/", "WeChat"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"), ("Safari/", "Safari"),
]

private func isOfName(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
        || "-_.".utf8.contains(byte)
}
