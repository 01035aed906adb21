import Base

/// A report as the API tells it.
struct ContentGapsView: Encodable {
    struct Question: Encodable {
        let question: String
        let locale: LocaleCode
        let asked: Int
        let opened: Int

        init(_ wanted: WantedQuestion) {
            self.question = wanted.question
            self.locale = wanted.locale
            self.asked = wanted.asked
            self.opened = wanted.opened
        }
    }

    struct Unhelpful: Encodable {
        let article: ID<Article>
        let slug: Slug
        let title: String
        let locale: LocaleCode
        let helpful: Int
        let notHelpful: Int
        let leastShare: Double

        init(_ article: UnhelpfulArticle) {
            self.article = article.rating.article
            self.slug = article.rating.slug
            self.title = article.rating.title
            self.locale = article.rating.locale
            self.helpful = article.rating.helpful
            self.notHelpful = article.rating.notHelpful
            self.leastShare = (article.share * 1_000).rounded() / 1_000
        }
    }

    struct Candidate: Encodable {
        struct Covering: Encodable {
            let id: ID<Article>
            let slug: Slug
            let title: String
            let locale: LocaleCode
        }

        let id: ID<FAQCandidate>
        let question: String
        let locale: LocaleCode
        let asked: Int
        let answered: Int
        let byPerson: Int
        let languages: [FAQCandidate.Language]
        let article: Covering?

        init(_ told: ToldCandidate) {
            let candidate = told.candidate
            self.id = candidate.id
            self.question = candidate.wording
            self.locale = candidate.locale
            self.asked = candidate.asked
            self.answered = candidate.answered
            self.byPerson = candidate.byPerson
            self.languages = candidate.languages
            self.article = told.covering.map {
                Covering(id: $0.id, slug: $0.slug, title: $0.title, locale: $0.locale)
            }
        }
    }

    struct Round: Encodable {
        let countedAt: Instant?
        let since: Instant?
        let count: Int
        let unspoken: Int
        let isUnderWay: Bool

        init(_ round: FAQRound) {
            self.countedAt = round.countedAt
            self.since = round.since
            self.count = round.conversations
            self.unspoken = round.unspoken
            self.isUnderWay = round.isUnderWay
        }
    }

    let days: Int
    let withoutResult: [Question]
    let unopened: [Question]
    let unhelpful: [Unhelpful]
    let endedWithPerson: [Candidate]
    let faqCandidates: [Candidate]
    let conversations: Round

    init(_ report: GapReport, _ asked: AskedReport, days: Int) {
        self.days = days
        self.endedWithPerson = asked.endedWithPerson.map(Candidate.init)
        self.faqCandidates = asked.candidates.map(Candidate.init)
        self.conversations = Round(asked.round)
        self.withoutResult = report.withoutResult.map(Question.init)
        self.unopened = report.unopened.map(Question.init)
        self.unhelpful = report.unhelpful.map(Unhelpful.init)
    }
}
