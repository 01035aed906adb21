import Base
import People
import Storage

/// The same change to several articles, each by itself and through the door that each alone would take.
///
/// An article of which it fails stays as it was, the others are changed; doing it again changes nothing more.
package struct BulkEdit: Sendable {
    /// Articles at once.
    static let most = 200

    /// What became of an article, or would become of it.
    struct Outcome: Sendable {
        enum State: Sendable, Hashable {
            case changed
            case same
            /// The stable code, and what happened.
            case failed(code: String, String)
        }

        let id: ID<Article>
        /// Nil where there is none.
        let article: WorkingArticle?
        let state: State
    }

    let authoring: Authoring

    package init(authoring: Authoring) {
        self.authoring = authoring
    }

    /// What would come of a change, without any.
    ///
    /// - Throws: ``AuthoringError``.
    func preview(_ change: BulkChange, of ids: [ID<Article>]) async throws -> [Outcome] {
        try await check(change, ids)
        let found = try await articles(ids)
        return ids.map { id in
            guard let article = found[id] else { return Outcome(missing: id) }
            switch change.prospect(of: article) {
            case .changes: return Outcome(id: id, article: article, state: .changed)
            case .same: return Outcome(id: id, article: article, state: .same)
            case .scheduled:
                return Outcome(article, failed: AuthoringError.notAllowed(.edit, in: .scheduled))
            case .noText: return Outcome(article, failed: change.textMissing)
            }
        }
    }

    /// Changes articles one after the other.
    ///
    /// - Parameters:
    ///   - change: What.
    ///   - ids: Of which, ``most`` at most.
    ///   - agent: Who decides; they may edit articles.
    ///   - address: Where the request came from, for the audit trail.
    /// - Returns: What became of each, in the order of `ids`.
    /// - Throws: ``AuthoringError`` for what cannot be done to any.
    func perform(
        _ change: BulkChange,
        on ids: [ID<Article>],
        by agent: Agent,
        from address: String?
    ) async throws -> [Outcome] {
        try await check(change, ids)
        let found = try await articles(ids)
        var outcomes: [Outcome] = []
        for id in ids {
            guard let article = found[id] else {
                outcomes.append(Outcome(missing: id))
                continue
            }
            switch change.prospect(of: article) {
            case .same: outcomes.append(Outcome(id: id, article: article, state: .same))
            case .noText: outcomes.append(Outcome(article, failed: change.textMissing))
            case .changes, .scheduled:
                do {
                    let changed = try await authoring.change(id, change, by: agent, from: address)
                    outcomes.append(Outcome(id: id, article: changed, state: .changed))
                } catch let error as any DomainError {
                    outcomes.append(Outcome(article, failed: error))
                }
            }
        }
        return outcomes
    }

    /// Those that there are of some articles, without what stands in their bodies.
    func articles(_ ids: [ID<Article>]) async throws -> [ID<Article>: WorkingArticle] {
        let found = try await authoring.database.read { db in try AuthoringSQL(db: db).articles(ids) }
        return Dictionary(found.map { ($0.id, $0) }) { first, _ in first }
    }

    /// What would fail for every article.
    private func check(_ change: BulkChange, _ ids: [ID<Article>]) async throws {
        guard (1...Self.most).contains(ids.count), Set(ids).count == ids.count else {
            throw AuthoringError.invalid(field: "articles", "1 to \(Self.most) articles, each once")
        }
        switch change {
        case .category(let category):
            guard try await authoring.categories().contains(where: { $0.slug == category }) else {
                throw AuthoringError.categoryUnknown(category.rawValue)
            }
        case .owner(let owner?):
            guard try await authoring.owners().contains(where: { $0.id == owner }) else {
                throw AuthoringError.ownerUnknown
            }
        default: break
        }
    }
}

extension BulkEdit.Outcome {
    fileprivate init(missing id: ID<Article>) {
        let problem = AuthoringError.notFound.problem
        self.init(id: id, article: nil, state: .failed(code: problem.code, problem.title))
    }

    fileprivate init(_ article: WorkingArticle, failed error: any DomainError) {
        let problem = error.problem
        self.init(id: article.id, article: article, state: .failed(code: problem.code, problem.title))
    }
}

extension BulkChange {
    fileprivate var textMissing: AuthoringError {
        guard case .addKeyword(_, let locale) = self else {
            if case .removeKeyword(_, let locale) = self {
                return .translationNotFound(locale?.rawValue ?? "any language")
            }
            return .notFound
        }
        return .translationNotFound(locale?.rawValue ?? "any language")
    }
}
