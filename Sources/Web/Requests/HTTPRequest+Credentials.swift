package import HTTPTypes

extension HTTPRequest {
    /// The token of `Authorization: Bearer …` (RFC 6750); nil without one.
    package var bearerToken: String? {
        guard let value = headerFields[.authorization]?.utf8 else { return nil }
        let scheme = "bearer ".utf8
        // By bytes: no letter outside ASCII stands for one of these.
        guard value.prefix(scheme.count).map({ $0.lowercasedASCII }).elementsEqual(scheme) else { return nil }
        return String(Substring(value.dropFirst(scheme.count).trimmed))
    }

    /// The value of a cookie, the first of its name that has one (RFC 6265, section 5.4).
    ///
    /// Read by bytes: U+037E is a semicolon to whoever compares characters. What begins with `=` is a cookie without a name,
    /// whatever follows.
    package func cookie(_ name: String) -> String? {
        for field in headerFields[values: .cookie] {
            for pair in field.utf8.split(separator: UInt8(ascii: ";")) {
                guard let equals = pair.firstIndex(of: UInt8(ascii: "=")),
                    pair[..<equals].trimmed.elementsEqual(name.utf8)
                else { continue }
                let value = pair[pair.index(after: equals)...].trimmed
                if !value.isEmpty { return String(Substring(value)) }
            }
        }
        return nil
    }
}

extension UInt8 {
    /// A capital letter of ASCII in lower case, everything else as it is.
    var lowercasedASCII: UInt8 {
        (65...90).contains(self) ? self + 32 : self
    }
}

extension Substring.UTF8View {
    /// Without the spaces and tabs around it (OWS, RFC 9110 §5.6.3).
    fileprivate var trimmed: Substring.UTF8View {
        func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 }
        guard let first = firstIndex(where: { !isSpace($0) }), let last = lastIndex(where: { !isSpace($0) })
        else { return self[endIndex...] }
        return self[first...last]
    }
}
