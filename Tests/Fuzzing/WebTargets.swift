@testable import Base
import Foundation
@testable import Web

let webTargets = [headers, addresses, multipart]

/// What stands in a request's head: languages, codings, the way it came, a site's origin, a time; one a line.
private let headers = FuzzTarget(
    "headers",
    text: { text in
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let line = lines[0]
        let available = [LocaleCode.english, .simplifiedChinese]
        require(
            available.contains(LocaleCode.negotiate(line, among: available)),
            "a language that is not there"
        )
        if let coding = AcceptedCodings(line).best {
            require(
                line.lowercased().contains(coding.rawValue) || line.contains("*"),
                "\(coding) for who did not ask for it"
            )
        }
        let proxies = ["10.0.0.0/8", "fd00::/8"].compactMap { AddressRange($0) }
        let origin = TrustedProxyMiddleware(proxies).origin(lines, peer: "10.0.0.1")
        require(
            AddressRange(origin) != nil && !origin.contains("/"),
            "an origin that is no address: \(origin)"
        )
        let named = text.filter { !" \t[]".contains($0) }
        require(origin == "10.0.0.1" || named.contains(origin), "an origin that nobody named")
        if let site = SiteOrigin(line) {
            require(SiteOrigin(site.description) == site, "a site is read otherwise again")
            let isPlain = site.description.utf8.allSatisfy {
                (33...126).contains($0) && !";,'\"".utf8.contains($0)
            }
            require(isPlain, "a site's origin ends a directive of the policy")
        }
        for size in [0, 1, 1_000] {
            guard case .part(let part) = ByteRange(line, if: nil, tag: "x", of: size) else { continue }
            require(
                !part.isEmpty && part.lowerBound >= 0 && part.upperBound <= size,
                "bytes that are not there"
            )
        }
        if let instant = Instant(rfc3339: line) {
            require(Instant(rfc3339: instant.rfc3339) == instant, "a time is read otherwise again")
        }
    }
)

/// Addresses that the server itself asks, and where they lead.
private let addresses = FuzzTarget(
    "addresses",
    bytes: { bytes in
        judge(bytes)
        let text = String(decoding: bytes, as: UTF8.self)
        if let range = AddressRange(text), !text.contains("/") {
            require(range.contains(text), "an address is not within itself")
        }
        let address = try OutgoingAddress(text, allowing: .none)
        let written = address.description
        require(
            try OutgoingAddress(written, allowing: .none) == address,
            "an address is read otherwise again"
        )
        require(written.hasPrefix("https://"), "an address without TLS")
        // Another parser must come to the same host, or one would be checked and the other asked.
        let parts = URLComponents(string: written)
        let host = parts?.encodedHost?.trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        require(host == address.host.text && parts?.user == nil, "two parsers differ: \(written)")
        var hints = unsafe addrinfo()
        unsafe hints.ai_flags = AI_NUMERICHOST
        var found: UnsafeMutablePointer<addrinfo>?
        let isNumeric = unsafe getaddrinfo(address.host.text, nil, &hints, &found) == 0
        if isNumeric { unsafe freeaddrinfo(found) }
        require(isNumeric == address.host.isAddress, "a name that resolvers take for an address: \(written)")
        if address.host.isAddress {
            require(AddressKind(address.host.text) == .global, "not public: \(written)")
        }
    }
)

/// Whether the bytes of an address that is not public are taken for one that is.
private func judge(_ bytes: [UInt8]) {
    guard bytes.count == 4 || bytes.count == 16 else { return }
    let family = bytes.count == 4 ? AF_INET : AF_INET6
    let text = unsafe String(unsafeUninitializedCapacity: 64) { buffer in
        unsafe buffer.withMemoryRebound(to: CChar.self) { place in
            guard let written = unsafe inet_ntop(family, bytes, place.baseAddress, 64) else { return 0 }
            return unsafe strlen(written)
        }
    }
    guard let kind = AddressKind(text) else { fail("no address: \(text)") }
    require(kind != .global || !isInside(bytes), "\(text) is not of the public internet")
}

/// Whether an address leads to the own machine, the own network or nobody; written apart from the parser, and shorter.
private func isInside(_ bytes: [UInt8]) -> Bool {
    if bytes.count == 16 {
        let isMapped = bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10...11].allSatisfy { $0 == 0xFF }
        let isTranslated = bytes.prefix(12).elementsEqual([0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0])
        if isMapped || isTranslated { return isInside(Array(bytes.suffix(4))) }
        return bytes[0] & 0xE0 != 0x20
    }
    switch (bytes[0], bytes[1]) {
    case (0, _), (10, _), (127, _), (224...255, _), (169, 254), (192, 168), (172, 16...31), (100, 64...127),
        (198, 18...19):
        return true
    default: return false
    }
}

/// The body of a form with a file: the first line is the `Content-Type`.
private let multipart = FuzzTarget(
    "multipart",
    bytes: { bytes in
        let end = bytes.firstIndex(of: 10) ?? bytes.count
        let type = String(decoding: bytes[..<end], as: UTF8.self)
        let body = Array(bytes[min(end + 1, bytes.count)...])
        let file = try MultipartFile(body: body, contentType: type)
        require(file.content.isEmpty || body.firstRange(of: file.content) != nil, "a file that was not sent")
        require(!file.name.contains(where: \.isNewline), "a name of two lines")
        require(
            file.fields.keys.allSatisfy { !$0.contains(where: \.isNewline) },
            "a field's name of two lines"
        )
    }
)
