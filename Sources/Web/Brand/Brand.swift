package import Base

/// Whose help centre this is, as the operator set it: what its pages are called and how they look.
package struct Brand: Sendable {
    /// A file of the operator's that browsers are given.
    package struct File: Sendable, Hashable {
        package let bytes: [UInt8]
        /// `svg`, `png`, `woff2` or `css`.
        package let ending: String

        package init(_ bytes: [UInt8], ending: String) {
            self.bytes = bytes
            self.ending = ending
        }

        /// Whether it begins as its kind does.
        package var isWhatItSays: Bool {
            switch ending {
            case "png": bytes.starts(with: [0x89, 0x50, 0x4E, 0x47])
            case "woff2": bytes.starts(with: Array("wOF2".utf8))
            case "svg": String(decoding: bytes, as: UTF8.self).contains("<svg")
            default: true
            }
        }

        /// How large a picture says that it is; a square where it says nothing.
        var size: (width: Int, height: Int) {
            if ending == "png", bytes.count >= 24 {
                func number(_ range: Range<Int>) -> Int { bytes[range].reduce(0) { $0 << 8 | Int($1) } }
                return (number(16..<20), number(20..<24))
            }
            let text = String(decoding: bytes, as: UTF8.self)
            let box = /viewBox\s*=\s*["']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)/
            guard let found = text.firstMatch(of: box), let width = Double(found.1),
                let height = Double(found.2),
                (1...100_000).contains(width), (1...100_000).contains(height)
            else { return (32, 32) }
            return (Int(width.rounded()), Int(height.rounded()))
        }

        var mediaType: String {
            switch ending {
            case "svg": "image/svg+xml"
            case "png": "image/png"
            case "css": "text/css; charset=utf-8"
            default: "font/woff2"
            }
        }
    }

    /// What stands at the end of every page, in one language.
    package struct Footer: Sendable, Hashable, Codable {
        package struct Link: Sendable, Hashable, Codable {
            package let name: String
            package let url: String

            /// Whether it leads to a page or a mail program.
            package var isSafe: Bool {
                url.hasPrefix("https://") || url.hasPrefix("mailto:")
                    || (url.hasPrefix("/") && !url.hasPrefix("//") && !url.hasPrefix("/\\"))
            }
        }

        /// Such as who operates the site and under which licence.
        package let text: String?
        package let links: [Link]?
    }

    package var name = "Demo Exchange"
    /// One for each theme; empty for our own colours.
    package var palettes: [BrandPalette] = []
    package var logo: File?
    /// Families that come before the system's, the first that of ``fontFile``.
    package var fonts: [String] = []
    package var fontFile: File?
    package var footers: [LocaleCode: Footer] = [:]
    /// CSS that comes after ours.
    package var styles = ""

    package init() {}

    package init(name: String) {
        self.name = name
    }

    static let stylePath = "Brand/brand.css"
    private static let fontPath = "Brand/font.woff2"
    var logoPath: String? { logo.map { "Brand/logo.\($0.ending)" } }

    /// The files by the path that browsers ask for below the assets; none for a brand that has a name alone.
    var files: [String: File] {
        var files: [String: File] = [:]
        if let logoPath, let logo { files[logoPath] = logo }
        files[Self.fontPath] = fontFile
        if hasStyle { files[Self.stylePath] = File(Array(styleSheet.utf8), ending: "css") }
        return files
    }

    /// Whether pages bring a style sheet of the brand's.
    var hasStyle: Bool { !palettes.isEmpty || !fonts.isEmpty || !styles.isEmpty }

    /// The footer for a reader: in their language, or in English; nil where there is none.
    func footer(for locale: LocaleCode) -> Footer? {
        footers[locale] ?? locale.nearest(among: Array(footers.keys)).flatMap { footers[$0] }
            ?? footers[.english]
    }

    private var styleSheet: String {
        var css = ""
        if let family = fonts.first {
            if fontFile != nil {
                // Not shown where it comes too late: nothing is to move while somebody reads.
                css += """
                    @font-face { font-family: "\(family)"; src: url("font.woff2") format("woff2"); \
                    font-weight: 100 900; font-display: optional; }

                    """
            }
            let families = fonts.map { "\"\($0)\"" }.joined(separator: ", ")
            css += """
                :root { --font-brand: \(families), system-ui; }

                """
        }
        for palette in palettes {
            switch palette.theme {
            case .light: css += ":root { \(palette.declarations) }\n"
            case .dark:
                css += """
                    @media (prefers-color-scheme: dark) {
                        :root:not([data-theme="light"]) { \(palette.declarations) }
                    }
                    :root[data-theme="dark"] { \(palette.declarations) }

                    """
            }
        }
        return css + styles
    }
}
