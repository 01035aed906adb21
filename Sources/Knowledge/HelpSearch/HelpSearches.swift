import Synchronization

/// The help centre's search as each audience has it.
///
/// What some may not read is not in their index at all: no result, suggestion, spelling, related page or weight of a word
/// can tell of it. There is one index as long as everything is for everybody; an audience gets one of its own with the
/// first article that only it may read.
package final class HelpSearches: ArticleListener, AnnouncementListener {
    private struct Apart {
        var signedIn: HelpSearch?
        var staff: HelpSearch?
    }

    private let everybody: HelpSearch
    private let apart = Mutex(Apart())
    /// Held by who changes them: a copy must not miss what the original hears meanwhile.
    private let changing = Mutex(())

    /// - `learned`: What readers taught; nil where there are none.
    package init(learned: LearnedSearch? = nil) {
        self.everybody = HelpSearch(learned: learned)
    }

    /// What a reader may find.
    package func search(for reader: Audience) -> HelpSearch {
        let apart = apart.withLock { $0 }
        return switch reader {
        case .everybody: everybody
        case .signedIn: apart.signedIn ?? everybody
        case .staff: apart.staff ?? apart.signedIn ?? everybody
        }
    }

    /// Makes them anew; announcements are told apart, by ``announcementsChanged(_:)``.
    package func rebuild(_ articles: [Article], categories: [Category] = []) {
        changing.withLock { _ in
            everybody.rebuild(articles.map { $0.shown(to: .everybody) }, categories: categories)
            apart.withLock { $0 = Apart() }
            tell(articles.filter { $0.audience != .everybody })
        }
    }

    package func articlesChanged(_ articles: [Article]) {
        changing.withLock { _ in tell(articles) }
    }

    package func categoriesChanged(_ categories: [Category]) {
        changing.withLock { _ in
            for search in all.values { search.categoriesChanged(categories) }
        }
    }

    package func announcementsChanged(_ current: [Announcement]) {
        changing.withLock { _ in
            for search in all.values { search.announcementsChanged(current) }
        }
    }

    private func tell(_ articles: [Article]) {
        guard !articles.isEmpty else { return }
        apart.withLock { apart in
            func has(_ audience: Audience) -> Bool {
                articles.contains { $0.audience == audience && !$0.translations.isEmpty }
            }
            if apart.signedIn == nil, has(.signedIn) { apart.signedIn = HelpSearch(copying: everybody) }
            if apart.staff == nil, has(.staff) {
                apart.staff = HelpSearch(copying: apart.signedIn ?? everybody)
            }
        }
        for (reader, search) in all { search.articlesChanged(articles.map { $0.shown(to: reader) }) }
    }

    private var all: [Audience: HelpSearch] {
        let apart = apart.withLock { $0 }
        var all = [Audience.everybody: everybody]
        all[.signedIn] = apart.signedIn
        all[.staff] = apart.staff
        return all
    }
}
