import Base
import Synchronization

/// The help centre's search as each readership has it.
///
/// What some may not read is not in their index at all: no result, suggestion, spelling, related page or weight of a word
/// can tell of it. There is one index as long as everything is for everybody; signed-in customers and the desk get one of
/// their own with the first article that only they may read. Customers who meet the same limits of articles share one, which
/// is made when the first of them asks.
package final class HelpSearches: ArticleListener, AnnouncementListener {
    /// Indexes of customers who meet limits, at most.
    ///
    /// Each change of an article is put into every one, and each holds what the others do not share with it. Of more readerships
    /// than that, the index goes that nobody asked for the longest, and is made again when somebody does. Those of customers
    /// without limits, of the desk and of everybody are beside: a thousand tiers take nothing from them.
    static let mostLimited = 16

    fileprivate struct State {
        /// Grows with every change, once every index has it.
        var edition = 0
        var signedIn: HelpSearch?
        var staff: HelpSearch?
        /// Published articles that only customers within limits may read.
        var limited: [ID<Article>: Article] = [:]
        /// Those of `limited`.
        var limits: Set<Audience.Limits> = []
        /// Of customers who meet some of `limits`.
        var meeting = RecentlyUsed<Readership, HelpSearch>(capacity: HelpSearches.mostLimited)
    }

    private let everybody: HelpSearch
    private let state = Mutex(State())
    /// Held by who changes them: a copy must not miss what the original hears meanwhile.
    private let changing = Mutex(())

    /// - `learned`: What readers taught; nil where there are none.
    package init(learned: LearnedSearch? = nil) {
        self.everybody = HelpSearch(learned: learned)
    }

    /// Differs after every change: what was made from articles or an index under another edition is out of date.
    var edition: Int { state.withLock { $0.edition } }

    /// Whom a reader shares everything with.
    func readership(of reader: Reader) -> Readership {
        Readership(reader, among: state.withLock { $0.limits })
    }

    /// What a reader may find.
    package func search(for reader: Reader) -> HelpSearch {
        search(of: readership(of: reader))
    }

    /// What a readership may find.
    ///
    /// - Complexity: with limits, and the first time, a copy of the index and the length of all articles that they open.
    func search(of readership: Readership) -> HelpSearch {
        if let known = known(readership) { return known }
        return changing.withLock { _ in
            // Somebody else may have made it meanwhile.
            if let known = known(readership) { return known }
            let (base, limited) = state.withLock { ($0.signedIn ?? everybody, Array($0.limited.values)) }
            let made = HelpSearch(copying: base, adding: limited.filter { readership.sees($0.audience) })
            state.withLock { $0.meeting.keep(made, readership) }
            return made
        }
    }

    /// Nil where there is none yet.
    private func known(_ readership: Readership) -> HelpSearch? {
        state.withLock { state -> HelpSearch? in
            switch readership {
            case .everybody: return everybody
            case .customers(let met) where met.isEmpty: return state.signedIn ?? everybody
            case .customers: return state.meeting.use(readership)
            case .staff: return state.staff ?? state.signedIn ?? everybody
            }
        }
    }

    /// Makes them anew; announcements are told apart, by ``announcementsChanged(_:)``.
    package func rebuild(_ articles: [Article], categories: [Category] = []) {
        changing.withLock { _ in
            everybody.rebuild(articles.map { $0.shown(to: .everybody) }, categories: categories)
            state.withLock { $0 = State(edition: $0.edition + 1) }
            tell(articles.filter { $0.audience != .everybody })
        }
    }

    package func articlesChanged(_ articles: [Article]) {
        changing.withLock { _ in tell(articles) }
    }

    package func categoriesChanged(_ categories: [Category]) {
        changing.withLock { _ in
            for (_, search) in all { search.categoriesChanged(categories) }
            state.withLock { $0.edition += 1 }
        }
    }

    package func announcementsChanged(_ current: [Announcement]) {
        changing.withLock { _ in
            for (_, search) in all { search.announcementsChanged(current) }
            state.withLock { $0.edition += 1 }
        }
    }

    private func tell(_ articles: [Article]) {
        guard !articles.isEmpty else { return }
        state.withLock { $0.part(articles, from: everybody) }
        for (readership, search) in all { search.articlesChanged(articles.map { $0.shown(to: readership) }) }
        state.withLock { $0.edition += 1 }
    }

    /// How many there are.
    var indexCount: Int { all.count }

    private var all: [(Readership, HelpSearch)] {
        let state = state.withLock { $0 }
        var all: [(Readership, HelpSearch)] = [(.everybody, everybody)]
        if let signedIn = state.signedIn { all.append((.customers(), signedIn)) }
        if let staff = state.staff { all.append((.staff, staff)) }
        return all + state.meeting.all.map { ($0.key, $0.value) }
    }
}

extension HelpSearches.State {
    /// Gives those an index of their own whom articles tell apart from the others.
    fileprivate mutating func part(_ articles: [Article], from everybody: HelpSearch) {
        for article in articles {
            limited[article.id] = article.audience.isLimited && !article.translations.isEmpty ? article : nil
        }
        let limits = Set(limited.values.map(\.audience.limits))
        if limits != self.limits {
            // Customers are told apart otherwise now: nobody asks for the former indexes any more.
            self.limits = limits
            meeting = RecentlyUsed(capacity: HelpSearches.mostLimited)
        }
        let published = articles.filter { !$0.translations.isEmpty }.map(\.audience)
        if signedIn == nil, published.contains(.signedIn()) { signedIn = HelpSearch(copying: everybody) }
        if staff == nil, published.contains(where: { $0 == .staff || $0.isLimited }) {
            staff = HelpSearch(copying: signedIn ?? everybody)
        }
    }
}
