import Base
import Synchronization
import Web

/// Article pages as they were last sent.
///
/// A page looks the same to everybody who reads its language, and rendering one costs a hundred times what sending
/// it costs: reading, cleaning, the search for what is related. A page stays for one edition of the articles.
final class ArticlePageCache: Sendable {
    struct Key: Sendable, Hashable {
        /// Who reads: related articles differ, and who may read it at all.
        let readership: Readership
        let slug: Slug
        let locale: LocaleCode
    }

    /// One for everybody, one for all customers and one for the desk: however many readerships the second has, it grows no
    /// further, and what the others keep stays.
    static func each() -> [Audience.Visibility: ArticlePageCache] {
        Dictionary(uniqueKeysWithValues: Audience.Visibility.allCases.map { ($0, ArticlePageCache()) })
    }

    private struct Shelf {
        var edition = 0
        var pages: [Key: MadePage] = [:]
    }

    private let capacity: Int
    private let shelf = Mutex(Shelf())

    /// - Parameter capacity: Pages at most; one is some 20 KB.
    init(capacity: Int = 500) {
        self.capacity = capacity
    }

    /// The page as it was made under an edition; nil when it must be made.
    func page(_ key: Key, edition: Int) -> MadePage? {
        shelf.withLock { $0.edition == edition ? $0.pages[key] : nil }
    }

    /// Keeps a page; `edition` is what it was before the article was read, and an earlier one than that of the other
    /// pages is not kept.
    func keep(_ page: MadePage, _ key: Key, edition: Int) {
        shelf.withLock { shelf in
            guard edition >= shelf.edition else { return }
            if edition > shelf.edition { shelf = Shelf(edition: edition) }
            // Which one goes hardly matters: a page that is wanted again is made again.
            if shelf.pages.count >= capacity, let some = shelf.pages.keys.first { shelf.pages[some] = nil }
            shelf.pages[key] = page
        }
    }
}
