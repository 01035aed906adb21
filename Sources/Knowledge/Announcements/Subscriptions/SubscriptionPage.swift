import Base
import Web

/// The form in which somebody says what they want to hear of by mail, first or anew.
struct SubscriptionPage: Page {
    static let template = "Knowledge/Announcements/Subscriptions/subscription-form"
    static let styles = [
        "Knowledge/Announcements/announcements.css",
        "Knowledge/Announcements/Subscriptions/subscription.css",
    ]
    /// RFC 5321, 4.5.3.1.
    static let longestAddress = 254

    /// What the form shows.
    struct Form {
        let scope: SubscriptionScope
        let locale: LocaleCode
        var address = ""
        /// Whether the address was none.
        var hasProblem = false
        /// Of one that there is already.
        var token: String?

        init(scope: SubscriptionScope, locale: LocaleCode, address: String = "", hasProblem: Bool = false) {
            self.scope = scope
            self.locale = locale
            self.address = address
            self.hasProblem = hasProblem
        }

        init(_ subscription: AnnouncementSubscription) {
            self.init(
                scope: subscription.scope,
                locale: subscription.locale,
                address: subscription.contents.address
            )
            self.token = subscription.contents.token
        }
    }

    struct Choice: Codable, Sendable, Hashable {
        let label: String
        let value: String
        let chosen: Bool
    }

    let title: String
    let isNew: Bool
    let action: String
    let address: String
    let hasProblem: Bool
    let token: String
    let kinds: [Choice]
    let hasProducts: Bool
    let products: [Choice]
    let letterLanguages: [Choice]

    /// `products` are those that announcements have named.
    init(_ form: Form, products: Set<String>, _ localisation: Localisation, _ locale: LocaleCode) {
        let isNew = form.token == nil
        self.title = localisation.text(isNew ? "subscription.title" : "subscription.change.title", in: locale)
        self.isNew = isNew
        self.action = isNew ? SubscriptionPaths.form : SubscriptionPaths.change
        self.address = form.address
        self.hasProblem = form.hasProblem
        self.token = form.token ?? ""
        self.kinds = Announcement.Kind.allCases.map { kind in
            Choice(
                label: localisation.text("announcements.kind.\(kind.rawValue)", in: locale),
                value: kind.rawValue,
                chosen: form.scope.kinds.contains(kind)
            )
        }
        self.products = products.union(form.scope.products).sorted().map { product in
            Choice(
                label: AffectedScope.productName(product, localisation, locale),
                value: product,
                chosen: form.scope.products.contains(product)
            )
        }
        self.hasProducts = !self.products.isEmpty
        self.letterLanguages = localisation.locales.map { each in
            Choice(
                label: localisation.text("language.name", in: each),
                value: each.rawValue,
                chosen: each == form.locale
            )
        }
    }
}

/// What became of what somebody asked for, and perhaps one question.
struct SubscriptionNotice: Page {
    static let template = "Knowledge/Announcements/Subscriptions/subscription"
    static let styles = SubscriptionPage.styles

    enum Moment: String, Codable, Sendable, Hashable {
        case asked, question, confirmed, changed, ended, unknown
    }

    let title: String
    let words: String
    let isSuccess: Bool
    /// What the owner of the address says yes to.
    let hasScope: Bool
    let scope: String
    /// Whether there is a button to say yes.
    let asks: Bool
    let action: String
    let token: String
    /// Where a subscription is changed.
    let canChange: Bool
    let changeUrl: String
    /// Whether all that is left is to ask again.
    let beginsAnew: Bool

    init(
        _ moment: Moment,
        _ subscription: AnnouncementSubscription?,
        _ localisation: Localisation,
        _ locale: LocaleCode
    ) {
        let token = subscription?.contents.token
        self.title = localisation.text("subscription.\(moment.rawValue).title", in: locale)
        self.words = localisation.text("subscription.\(moment.rawValue).words", in: locale)
        self.isSuccess = moment == .confirmed || moment == .changed || moment == .ended
        self.scope = subscription?.scope.text(localisation, locale) ?? ""
        self.hasScope = subscription != nil
        self.asks = moment == .question && token != nil
        self.action = SubscriptionPaths.confirm
        self.token = token ?? ""
        self.canChange = (moment == .confirmed || moment == .changed) && token != nil
        self.changeUrl =
            PageAddress(SubscriptionPaths.change, ["token": token, "lang": locale.rawValue]).url
        self.beginsAnew = moment == .unknown
    }
}
