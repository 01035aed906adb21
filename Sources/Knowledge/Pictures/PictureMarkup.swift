import Base

extension Article.Translation {
    var picturesByName: [Slug: Picture] {
        Dictionary(pictures.map { ($0.name, $0) }) { first, _ in first }
    }
}

/// Pictures in a cleaned text: with their size, so that nothing moves while they come, a small copy for telephones, and a
/// still one for who wants nothing to move.
enum PictureMarkup {
    /// Higher than this, in CSS pixels, a picture that is higher than wide is not shown where nobody said how large it is to be.
    static let highest = 720
    /// How wide the column of an article is, for browsers that choose between a picture and its small copy.
    private static let column = "(min-width: 800px) 720px, 100vw"

    /// Writes the pictures of a text anew; of one that there is not, its words stay.
    ///
    /// - Parameters:
    ///   - html: As ``CleanedWriter`` writes it.
    ///   - pictures: Those that there are.
    /// - Returns: The same with them.
    static func placed(in html: SafeHTML, _ pictures: [Slug: Picture]) -> SafeHTML {
        let bytes = Array(html.markup.utf8)
        var (written, from, isFirst) = ("", 0, true)
        while let start = beginning(in: bytes, from: from),
            let end = bytes[start...].firstIndex(of: UInt8(ascii: ">"))
        {
            written += String(decoding: bytes[from..<start], as: UTF8.self)
            let element = String(decoding: bytes[start...end], as: UTF8.self)
            let attributes = attributes(of: bytes[start..<end])
            if let address = attributes["src"], address.hasPrefix(PicturePlacement.path) {
                if let picture = PicturePlacement.name(in: address).flatMap({ pictures[$0] }) {
                    written += markup(of: picture.file, attributes, isFirst: isFirst)
                    isFirst = false
                } else {
                    written += attributes["alt"] ?? ""
                }
            } else {
                written += element
            }
            from = end + 1
        }
        written += String(decoding: bytes[from...], as: UTF8.self)
        // Attributes stay as they were escaped; the others are numbers and addresses of ours.
        return SafeHTML(trusted: written)
    }

    /// Where the next picture begins.
    private static func beginning(in bytes: [UInt8], from start: Int) -> Int? {
        let name = Array("<img ".utf8)
        var place = start
        while let next = bytes[place...].firstIndex(of: name[0]) {
            if bytes[next...].starts(with: name) { return next }
            place = next + 1
        }
        return nil
    }

    /// The attributes of an element as ``CleanedWriter`` writes them, `name="value"`, by name; the values stay escaped.
    private static func attributes(of element: ArraySlice<UInt8>) -> [String: String] {
        let pieces = element.dropFirst("<img".utf8.count)
            .split(separator: UInt8(ascii: "\""), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        var found: [String: String] = [:]
        for index in stride(from: 0, to: pieces.count - 1, by: 2) {
            let name = pieces[index].trimmed
            if name.hasSuffix("=") { found[String(name.dropLast())] = pieces[index + 1] }
        }
        return found
    }

    private static func markup(
        of file: PictureFile,
        _ attributes: [String: String],
        isFirst: Bool
    ) -> String {
        let (width, height) = size(of: file, width: attributes["width"], height: attributes["height"])
        var image = "<img src=\"\(file.address)\""
        if let small = file.small, let address = file.smallAddress, !file.moves, small.width < file.width {
            let sizes = width < highest ? "\(width)px" : column
            image +=
                " srcset=\"\(address) \(small.width)w, \(file.address) \(file.width)w\" sizes=\"\(sizes)\""
        }
        image += " width=\"\(width)\" height=\"\(height)\" alt=\"\(attributes["alt"] ?? "")\""
        if let title = attributes["title"] { image += " title=\"\(title)\"" }
        // The first may be what a page opens with; the others come when a reader comes to them.
        if !isFirst { image += " loading=\"lazy\"" }
        image += " decoding=\"async\">"
        guard file.moves, let still = file.smallAddress else { return image }
        return "<picture><source srcset=\"\(still)\" type=\"image/webp\" "
            + "media=\"(prefers-reduced-motion: reduce)\">\(image)</picture>"
    }

    /// How large it is shown where there is room, in CSS pixels: as its author said, else as it is.
    private static func size(
        of file: PictureFile,
        width: String?,
        height: String?
    ) -> (width: Int, height: Int) {
        func scaled(_ side: Int, _ other: Int, to wanted: Int) -> Int {
            max(1, (other * wanted + side / 2) / side)
        }
        let most = 4_000
        if let width = width.flatMap({ Int($0) }), (1...most).contains(width) {
            return (width, scaled(file.width, file.height, to: width))
        }
        if let height = height.flatMap({ Int($0) }), (1...most).contains(height) {
            return (scaled(file.height, file.width, to: height), height)
        }
        guard file.height > file.width, file.height > highest else { return (file.width, file.height) }
        return (scaled(file.height, file.width, to: highest), highest)
    }
}
