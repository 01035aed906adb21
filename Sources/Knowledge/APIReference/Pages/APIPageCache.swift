import Base
import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import Synchronization

/// Pages of API documents as they were last sent, each with a tag: a browser that has it is told so (304).
///
/// A page runs its scripts by a nonce that stands in its headers too, so a tag is of one rendering, and what is told of a
/// page that a browser has are the headers of that rendering.
final class APIPageCache: Sendable {
    /// What a page was made of.
    struct Edition: Sendable, Hashable {
        let documents: Int
        /// Of the installation's own texts.
        let texts: Int
    }

    private struct Shelf {
        var edition: Edition?
        var pages: [String: Response] = [:]
    }

    private let capacity: Int
    private let shelf = Mutex(Shelf())

    /// - Parameter capacity: Pages at most; one is some 40 KB.
    init(capacity: Int = 300) {
        self.capacity = capacity
    }

    /// The page of an address in a language, made where it is not kept.
    ///
    /// - `variant`: What of the query the page is made of.
    func page(
        _ request: Request,
        _ locale: LocaleCode,
        _ edition: Edition,
        variant: String = "",
        make: () throws -> Response
    ) throws -> Response {
        // What a browser may connect to stands in a page's headers, by the name that it has for this server.
        let key = "\(locale) \(request.head.authority ?? "") \(request.uri.path) \(variant)"
        let kept = shelf.withLock { $0.edition == edition ? $0.pages[key] : nil }
        let page = if let kept { kept } else { keep(try make(), key, edition) }
        guard let tag = page.headers[.eTag], let known = request.headers[.ifNoneMatch] else { return page }
        let names = known.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        return names.contains(tag) ? Response(status: .notModified, headers: page.headers) : page
    }

    private func keep(_ page: Response, _ key: String, _ edition: Edition) -> Response {
        guard page.status == .ok else { return page }
        var page = page
        let policy = page.headers[.contentSecurityPolicy] ?? ""
        // Weak, because what is in front of the server may compress it.
        page.headers[.eTag] =
            "W/\"\(SHA256.hash(data: Data("\(key) \(policy)".utf8)).prefix(16).hexadecimal)\""
        shelf.withLock { shelf in
            if shelf.edition != edition { shelf = Shelf(edition: edition) }
            if shelf.pages.count >= capacity, let some = shelf.pages.keys.first { shelf.pages[some] = nil }
            shelf.pages[key] = page
        }
        return page
    }
}
