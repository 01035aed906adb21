import Base
import CLibXML2
import Foundation

/// Keeps of some HTML what an article needs and nothing that could run, load from elsewhere or break the page:
/// libxml2 parses, this walks the tree and writes it anew, so that nothing is kept that is not named here.
enum HTMLCleaner {
    struct Result: Hashable {
        /// The HTML without its figures.
        let written: String
        let figures: [WrittenFigure]
        let diagramFlaws: [TextFlaw]
        let sections: [MarkdownDocument.Section]
        let instructions: [MarkdownDocument.Instructions]
        /// The addresses of the pictures that say nothing to whoever does not see them.
        let undescribedPictures: [String]
        /// The names of videos that stand there a second time, and are not shown again.
        let repeatedVideos: [Slug]
        /// Each once, whether readers are shown them or not.
        let links: [MarkdownDocument.Link]

        /// In the order of the text.
        var diagrams: [Diagram] {
            figures.compactMap { if case .diagram(let diagram, _) = $0.figure { diagram } else { nil } }
        }

        /// Likewise.
        var videos: [Slug] {
            figures.compactMap { if case .video(let name) = $0.figure { name } else { nil } }
        }

        /// - Parameters:
        ///   - drawings: What stands in the places of the diagrams; where there is none, their words do.
        ///   - videos: What stands in those of the videos; where there is none, nothing does.
        /// - Returns: The whole.
        func html(with drawings: [SafeHTML?], videos: [Slug: SafeHTML]) -> SafeHTML {
            let bytes = written.utf8
            var (html, from, number) = ("", bytes.startIndex, 0)
            for written in figures {
                let place = bytes.index(bytes.startIndex, offsetBy: written.place)
                html += self.written[from..<place]
                switch written.figure {
                case .diagram(_, let inWords):
                    let drawing = drawings.indices.contains(number) ? drawings[number] : nil
                    html += (drawing ?? inWords).markup
                    number += 1
                case .video(let name): html += videos[name]?.markup ?? ""
                }
                from = place
            }
            // Every piece was escaped or named in `allowed` when it was written.
            return SafeHTML(trusted: html + written[from...])
        }
    }

    /// What is put into the text once it is known how it looks.
    struct WrittenFigure: Hashable {
        enum Figure: Hashable {
            /// `inWords` is how it stands there where it is not drawn.
            case diagram(Diagram, inWords: SafeHTML)
            case video(Slug)
        }

        /// How many bytes of the HTML stand before it.
        let place: Int
        let figure: Figure
    }

    /// Elements that are kept, with the attributes that are.
    static let allowed: [String: Set<String>] = [
        "p": [], "br": [], "hr": [], "em": [], "strong": [], "del": [], "code": [], "pre": [],
        "blockquote": [],
        "ul": [], "ol": ["start"], "li": [], "h2": [], "h3": [], "h4": [], "h5": [], "h6": [], "sub": [],
        "sup": [],
        "kbd": [], "table": [], "thead": [], "tbody": [], "tr": [], "th": ["align"], "td": ["align"],
        "a": ["href", "title"], "img": ["src", "alt", "title", "width", "height"], "details": [],
        "summary": [],
        "input": [],
    ]
    /// Elements whose content goes with them.
    static let dropped: Set<String> = [
        "script", "style", "iframe", "object", "embed", "svg", "math", "template", "noscript", "form",
        "textarea",
        "select", "button", "title", "head",
    ]
    static let empty: Set<String> = ["br", "hr", "img", "input"]

    /// - `locale`: The language of the text, in which its callouts are named.
    static func clean(_ html: String, in locale: LocaleCode = .english) -> Result {
        var writer = CleanedWriter(in: locale)
        // The prologue tells the parser the encoding; its own elements are not in `allowed` and vanish.
        let page = "<html><head><meta charset=\"utf-8\"></head><body>\(html)</body></html>"
        let options =
            Int32(HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NOERROR.rawValue | HTML_PARSE_NOWARNING.rawValue)
            | Int32(HTML_PARSE_NONET.rawValue)
        let bytes = Array(page.utf8)
        guard bytes.count < Int(Int32.max) else { return writer.result }
        let document = unsafe bytes.withUnsafeBytes { buffer in
            unsafe htmlReadMemory(
                buffer.bindMemory(to: CChar.self).baseAddress,
                Int32(buffer.count),
                nil,
                "UTF-8",
                options
            )
        }
        guard let document = unsafe document else { return writer.result }
        defer { unsafe xmlFreeDoc(document) }
        unsafe writer.write(children: xmlDocGetRootElement(document)?.pointee.children)
        return writer.result
    }

    /// Whether a picture comes from this server: others would learn who reads what.
    ///
    /// Browsers take a backslash for a slash, and pass over tabs and ends of lines (https://url.spec.whatwg.org). They know
    /// nothing of characters of several scalars: a mark behind a slash leaves it a slash.
    static func isOwnPicture(_ address: String) -> Bool {
        let scalars = address.unicodeScalars
        return scalars.first == "/" && scalars.dropFirst().first != "/"
            && !scalars.contains { $0.value < 0x20 || $0 == "\\" }
    }

    /// Whether a link leads to a page or a mail program, and cannot run anything.
    static func isSafeLink(_ link: String) -> Bool {
        let compact = link.unicodeScalars.filter {
            $0.value > 0x20 && !$0.properties.isDefaultIgnorableCodePoint
        }
        // By scalars as browsers read it: a mark behind the colon leaves it a colon.
        let plain = Array(compact)
        guard let colon = plain.firstIndex(of: ":") else { return !plain.isEmpty }
        let scheme = plain[..<colon]
        // A colon behind a slash, a question mark or a hash belongs to a path.
        if scheme.contains(where: { "/?#".unicodeScalars.contains($0) }) { return true }
        return ["http", "https", "mailto", "tel"].contains(
            String(String.UnicodeScalarView(scheme)).lowercased()
        )
    }

    /// How a diagram looks that is not drawn.
    static func inWords(_ source: String, _ title: String) -> SafeHTML {
        let (source, title) = (SafeHTML(escaping: source).markup, SafeHTML(escaping: title).markup)
        return SafeHTML(
            trusted: "<figure class=\"diagram\"><pre><code>\(source)</code></pre>"
                + "<figcaption class=\"diagram__title\">\(title)</figcaption></figure>"
        )
    }
}
