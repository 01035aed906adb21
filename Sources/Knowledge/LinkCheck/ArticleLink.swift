import Base
import Storage

/// How it stands with a link.
enum LinkState: String, Sendable, Hashable, CaseIterable, Codable, SQLConvertible {
    /// What readers meet is not what they were promised.
    case broken
    /// Another server failed once: on another day it counts.
    case failing
    /// It leads where it should, by another address.
    case moved
    /// Nobody can say from here: a server refuses programs, or lies inside a network.
    case unchecked
    /// Another server was not asked yet.
    case waiting
    case whole

    /// What somebody has to look at, the worst first.
    static let told: [LinkState] = [.broken, .failing, .moved, .unchecked]
}

/// What was found out about a link.
struct LinkJudgement: Sendable, Hashable {
    let state: LinkState
    /// A stable word, such as `heading_unknown`; nil where there is nothing to say.
    var reason: String?
    /// The address to write in its place.
    var suggestion: String?
    /// The article that it leads to.
    var article: ID<Article>?
    /// What another server is to be asked for it.
    var target: String?

    static let whole = LinkJudgement(state: .whole)

    static func broken(_ reason: String, at article: ID<Article>? = nil) -> LinkJudgement {
        LinkJudgement(state: .broken, reason: reason, article: article)
    }
}

/// A link or a picture in one language of an article.
struct ArticleLink: Sendable, Hashable {
    let kind: MarkdownDocument.Link.Kind
    /// As its author wrote it.
    let address: String
    /// Of the body, from 1; nil where it was not found again.
    let line: Int?
    /// The snippet that it stands in.
    let snippet: Slug?
    let judgement: LinkJudgement
}

/// A link as somebody reads of it.
struct LinkFinding: Sendable, Hashable {
    let article: ID<Article>
    let slug: Slug
    let title: String
    let locale: LocaleCode
    let kind: MarkdownDocument.Link.Kind
    let address: String
    let line: Int?
    let snippet: Slug?
    let state: LinkState
    /// What another server answered.
    let status: Int?
    let reason: String?
    let suggestion: String?
    let since: Instant
    /// When another server was asked last.
    let checkedAt: Instant?
}

extension MarkdownDocument.Link.Kind: SQLConvertible {}
