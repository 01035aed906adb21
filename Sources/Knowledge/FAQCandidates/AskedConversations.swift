package import Base

/// Where the first questions of conversations are read, of which the help centre knows nothing else.
package protocol AskedConversations: Sendable {
    /// What was asked in some conversations, the newest first.
    ///
    /// - Parameters:
    ///   - moment: Those begun since then.
    ///   - place: ``AskedPage/next`` of the page before; nil for the newest.
    ///   - limit: Conversations at most.
    /// - Returns: The page, and where the next one begins.
    /// - Throws: What reading them may; the round is tried again later.
    func page(since moment: Instant, after place: String?, limit: Int) async throws -> AskedPage
}

/// Some conversations, read.
package struct AskedPage: Sendable {
    /// Of those in which something was asked.
    package let questions: [FirstAsked]
    /// How many conversations were read.
    package let count: Int
    /// When the oldest of them was begun; nil for none.
    package let oldest: Instant?
    /// Where the next page goes on; nil at the end.
    package let next: String?

    package init(_ questions: [FirstAsked], count: Int, oldest: Instant?, next: String?) {
        self.questions = questions
        self.count = count
        self.oldest = oldest
        self.next = next
    }
}

/// What a customer asked first in a conversation.
///
/// It is somebody's: it is held in memory while questions are counted, and written nowhere.
package struct FirstAsked: Sendable {
    /// How it went on.
    package enum Ending: Sendable {
        /// The assistant answered with an article, and no person was asked for.
        case answered
        /// A person had it, or it waits for one.
        case person
        /// Neither: it goes on, or the customer left.
        case open
    }

    /// What tells the customer from others.
    package let customer: String
    /// Whether the exchange says who it is: of those of whom it does not, one may be several customers.
    package let isVerified: Bool
    package let locale: LocaleCode
    package let text: String
    package let ending: Ending

    package init(customer: String, isVerified: Bool, locale: LocaleCode, text: String, ending: Ending) {
        self.customer = customer
        self.isVerified = isVerified
        self.locale = locale
        self.text = text
        self.ending = ending
    }
}
