package import Base

/// What can go wrong about articles.
package enum ArticleError: DomainError, Hashable {
    case notFound(String)
    case commentTooLong(limit: Int)

    package var problem: Problem {
        switch self {
        case .notFound:
            Problem(
                404,
                "article_not_found",
                "There is no such article.",
                try: "Search for it: it may have moved."
            )
        case .commentTooLong(let limit):
            Problem(422, "comment_too_long", "A comment has \(limit) characters at most.")
        }
    }
}
