package import Base

/// The file in a form's body, `multipart/form-data` (RFC 7578): the first part that has a file name, and the fields before it.
package struct MultipartFile: Sendable, Hashable {
    /// As the browser named it; not yet cleaned.
    package let name: String
    package let content: [UInt8]
    /// What other parts before the file say, by their names; the first of each name.
    package let fields: [String: String]

    /// What a part's head may be long, in bytes.
    private static let longestHead = 8 * 1024
    /// Parts before the file that are looked at.
    private static let mostParts = 20

    /// Reads a body.
    ///
    /// - `body`: The whole body.
    /// - `contentType`: The request's `Content-Type`, which names the boundary.
    ///
    /// Throws: ``Problem`` 400 `malformed_form` when it is no form, is cut off, or holds no file.
    package init(body: [UInt8], contentType: String) throws(Problem) {
        guard let boundary = Self.boundary(in: contentType) else { throw Self.malformed }
        let delimiter = Array("\r\n--\(boundary)".utf8)
        // The first delimiter may stand at the very beginning, without its line break.
        var rest = ([13, 10] + body)[...]
        guard let first = rest.firstRange(of: delimiter) else { throw Self.malformed }
        rest = rest[first.upperBound...]
        var fields: [String: String] = [:]
        for _ in 0..<Self.mostParts {
            guard !rest.starts(with: Array("--".utf8)), let line = rest.firstRange(of: [13, 10]) else {
                break
            }
            rest = rest[line.lowerBound...]
            let window = rest.prefix(Self.longestHead)
            // The search begins at the head's last line break: an empty part's delimiter shares it.
            guard let head = window.firstRange(of: [13, 10, 13, 10]),
                let end = rest[(head.lowerBound + 2)...].firstRange(of: delimiter)
            else { throw Self.malformed }
            let content = rest[head.upperBound..<max(head.upperBound, end.lowerBound)]
            if let name = Self.parameter("filename", inHead: rest[..<head.lowerBound]) {
                self.name = name
                self.content = Array(content)
                self.fields = fields
                return
            }
            if let name = Self.parameter("name", inHead: rest[..<head.lowerBound]), fields[name] == nil {
                fields[name] = String(decoding: content, as: UTF8.self)
            }
            rest = rest[end.upperBound...]
        }
        throw Self.malformed
    }

    private static var malformed: Problem {
        Problem(
            400,
            "malformed_form",
            "The form is malformed or holds no file.",
            try: "Send the file as the raw body, or as one part with a file name."
        )
    }

    /// The boundary, 1...70 characters.
    private static func boundary(in contentType: String) -> String? {
        guard contentType.lowercased().hasPrefix("multipart/form-data") else { return nil }
        return parameter("boundary", in: contentType).flatMap { (1...70).contains($0.utf8.count) ? $0 : nil }
    }

    /// What a part's head says, such as its file name; nil where it does not.
    private static func parameter(_ name: String, inHead head: some Collection<UInt8>) -> String? {
        String(decoding: head, as: UTF8.self).split(whereSeparator: \.isNewline)
            .first { $0.lowercased().hasPrefix("content-disposition:") }
            .flatMap { parameter(name, in: String($0)) }
    }

    /// A parameter's value, in quotes or not; browsers write `%22` for a quote in a name and leave a backslash be.
    private static func parameter(_ name: String, in header: String) -> String? {
        var inQuotes = false
        let parts = header.split(omittingEmptySubsequences: true) { character in
            if character == "\"" { inQuotes.toggle() }
            return character == ";" && !inQuotes
        }
        for part in parts.dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1).map { text in
                String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
            }
            guard pair.count == 2, pair[0].lowercased() == name else { continue }
            let isQuoted = pair[1].count >= 2 && pair[1].hasPrefix("\"") && pair[1].hasSuffix("\"")
            return isQuoted ? String(pair[1].dropFirst().dropLast()) : pair[1]
        }
        return nil
    }
}
