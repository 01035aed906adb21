import Base
import Hummingbird
import Web

/// What the contact page is asked for.
struct ContactQuestion: Sendable, Hashable {
    var topic: String?
    var urgency: ContactAdvice.Urgency?
    /// Whether somebody chose to leave a ticket, whatever would be advised.
    var wantsTicket = false
    /// Whose ways are listed, such as `HK`; nil for all.
    var region: String?
    /// In which language they answer; nil for all.
    var language: LocaleCode?

    /// Reads an address; a topic that is not among `topics` is none.
    init(_ request: Request, topics: [String]) {
        self.topic = request.query("topic").flatMap { topics.contains($0) ? $0 : nil }
        self.urgency = request.query("urgency").flatMap(ContactAdvice.Urgency.init(rawValue:))
        self.wantsTicket = request.query("way") == ContactAdvice.Way.ticket.rawValue
        self.region = request.query("region")
        self.language = request.query("language").flatMap(LocaleCode.init(rawValue:))
    }

    init(
        topic: String? = nil,
        urgency: ContactAdvice.Urgency? = nil,
        wantsTicket: Bool = false,
        region: String? = nil,
        language: LocaleCode? = nil
    ) {
        self.region = region
        self.language = language
        self.topic = topic
        self.urgency = urgency
        self.wantsTicket = wantsTicket
    }

    /// Whose ways are listed.
    var filter: ContactFilter { ContactFilter(region: region, language: language, topic: topic) }

    var address: PageAddress {
        PageAddress(
            "/contact",
            [
                "way": wantsTicket ? "ticket" : nil, "topic": topic, "urgency": urgency?.rawValue,
                "region": region, "language": language?.rawValue,
            ]
        )
    }
}

/// Where somebody says what it is about and how urgent, and is told the way that fits.
struct ContactPage: Page {
    static let template = "Knowledge/ContactPage/contact"
    static let styles = [
        "Knowledge/ContactPage/contact.css", "Knowledge/ContactPage/contact-listing.css",
        "Knowledge/ContactPage/talk-to-us.css",
    ]
    static let scripts = [
        "Knowledge/ContactPage/contact.js", "Knowledge/ContactPage/conversation-start.js",
        "Knowledge/ContactPage/ticket-form.js", "Knowledge/ContactPage/contact-times.js",
    ]
    static let scriptStrings = ["ticket_form.", "problem.", "proof."]

    struct Topic: Codable, Sendable, Hashable {
        let id: String
        let name: String
        let icon: String
        let current: Bool
    }

    struct Urgency: Codable, Sendable, Hashable {
        let id: String
        let name: String
        let detail: String
        let current: Bool
    }

    /// What another form of the page was asked, kept in the address.
    struct Kept: Codable, Sendable, Hashable {
        let name: String
        let value: String

        init?(_ name: String, _ value: String?) {
            guard let value, !value.isEmpty else { return nil }
            self.name = name
            self.value = value
        }
    }

    /// Something that a ticket about the topic should say.
    struct Intake: Codable, Sendable, Hashable {
        let id: String
        let label: String
    }

    let title: String
    let topics: [Topic]
    let urgencies: [Urgency]
    /// Whose ways are listed, for who answers the questions.
    let kept: [Kept]
    let hasRecommendation: Bool
    let recommendation: ContactRecommendation?
    let hasTicketForm: Bool
    let ticketTopic: String
    let intake: [Intake]
    let support: TalkToUs
    let times: SupportTimes
    let listing: ContactListing
    /// What was answered, for who narrows the list.
    let asked: [Kept]
    let hasComplaintArticle: Bool
    let complaintUrl: String

    /// The article that tells how complaints go.
    private static let complaints = "complaints-and-appeals"

    /// `topics` are those that conversations may have, in the order in which they are offered; `channels` the official ways.
    init(
        _ question: ContactQuestion,
        topics: [String],
        _ catalogue: Catalogue,
        support: SupportState,
        times: SupportTimes,
        channels: [ContactChannel],
        _ localisation: Localisation,
        _ locale: LocaleCode
    ) {
        let recommendation = ContactRecommendation(question, catalogue, support, localisation, locale)
        self.title = localisation.text("contact.title", in: locale)
        self.topics = topics.map { topic in
            Topic(
                id: topic,
                name: ContactTopic.name(topic, localisation, locale),
                icon: ContactTopic.icon(topic),
                current: topic == question.topic
            )
        }
        self.urgencies = ContactAdvice.Urgency.allCases.map { urgency in
            Urgency(
                id: urgency.rawValue,
                name: localisation.text("contact.urgency.\(urgency.rawValue)", in: locale),
                detail: localisation.text("contact.urgency.\(urgency.rawValue).detail", in: locale),
                current: urgency == question.urgency
            )
        }
        self.recommendation = recommendation
        self.hasRecommendation = recommendation != nil
        self.hasTicketForm = question.wantsTicket || recommendation?.isChat == false
        let topic = question.topic ?? ContactTopic.other
        self.ticketTopic = topic
        self.intake = ContactTopic.prepare(topic, localisation, locale).enumerated()
            .map { Intake(id: String($0 + 1), label: $1) }
        self.times = times
        self.kept = [Kept("region", question.region), Kept("language", question.language?.rawValue)]
            .compactMap(\.self)
        self.asked = [
            Kept("urgency", question.urgency?.rawValue), Kept("way", question.wantsTicket ? "ticket" : nil),
        ].compactMap(\.self)
        self.listing = ContactListing(channels, question.filter, localisation, locale)
        self.hasComplaintArticle =
            Slug(rawValue: Self.complaints).flatMap { catalogue.title(of: $0, for: locale) } != nil
        let complaint = topics.contains("complaint") ? "complaint" : ContactTopic.other
        self.complaintUrl =
            ContactQuestion(topic: complaint, urgency: .lengthy, wantsTicket: true).address.url + "#ticket"
        self.support = TalkToUs(support, topic: ticketTopic, localisation, locale)
    }
}

/// The advice as the page shows it.
struct ContactRecommendation: Codable, Sendable, Hashable {
    struct Step: Codable, Sendable, Hashable {
        let text: String
        let hasUrl: Bool
        let url: String
    }

    struct Link: Codable, Sendable, Hashable {
        let title: String
        let url: String
    }

    let title: String
    let reason: String
    let hasWait: Bool
    let waitText: String
    let hasFirstSteps: Bool
    let firstSteps: [Step]
    let prepare: [String]
    let isChat: Bool
    let topic: String
    let ticketUrl: String
    let hasArticles: Bool
    let articles: [Link]

    /// Nil until both questions are answered, and for somebody who chose the ticket against the advice: the form is
    /// what they came for.
    init?(
        _ question: ContactQuestion,
        _ catalogue: Catalogue,
        _ support: SupportState,
        _ localisation: Localisation,
        _ locale: LocaleCode
    ) {
        guard let topic = question.topic, let urgency = question.urgency else { return nil }
        let advice = ContactAdvice(topic: topic, urgency: urgency)
        guard advice.way == .ticket || !question.wantsTicket else { return nil }
        let closed = localisation.text("contact.wait.closed", in: locale)
        let wait = support.isOpen ? support.waitText(localisation, locale) : closed
        self.isChat = advice.way == .chat
        self.title = localisation.text(
            advice.isUrgent ? "contact.way.now" : "contact.way.\(advice.way.rawValue)",
            in: locale
        )
        self.reason = localisation.text("contact.reason.\(advice.reason.rawValue)", in: locale)
        self.waitText = isChat ? wait ?? "" : ""
        self.hasWait = !waitText.isEmpty
        self.firstSteps = advice.firstSteps.map { step in
            let isWritten =
                Slug(rawValue: step.article).flatMap { catalogue.title(of: $0, for: locale) } != nil
            return Step(
                text: localisation.text("contact.step.\(step.rawValue)", in: locale),
                hasUrl: isWritten,
                url: isWritten ? "/help/\(step.article)" : ""
            )
        }
        self.hasFirstSteps = !firstSteps.isEmpty
        self.prepare = ContactTopic.prepare(topic, localisation, locale)
        self.topic = topic
        self.ticketUrl =
            ContactQuestion(topic: topic, urgency: urgency, wantsTicket: true).address.url + "#ticket"
        self.articles = ContactTopic.articles(topic).compactMap { address in
            Slug(rawValue: address).flatMap { catalogue.title(of: $0, for: locale) }
                .map { Link(title: $0, url: "/help/\(address)") }
        }
        self.hasArticles = !articles.isEmpty
    }
}
