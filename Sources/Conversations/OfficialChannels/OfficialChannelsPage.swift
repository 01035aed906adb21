import Base
package import Hummingbird
import People
import Trust
package import Web

/// Where admins say what is official: one page that its script fills.
struct OfficialChannelsPage: Page {
    static let template = "Conversations/OfficialChannels/channels"
    static let layout = "Web/Layout/bare"
    static let styles = [
        "Web/Design/desk-page.css", "Conversations/Routing/routing.css",
        "Conversations/Routing/routing-fields.css",
        "Conversations/OfficialChannels/channels.css",
    ]
    static let scripts = ["Conversations/OfficialChannels/channels.js"]
    static let scriptStrings = [
        "channels.", "routing.", "topic.", "verify.kind.", "desk.languages.", "problem.", "time.",
    ]

    let title: String
    /// The languages of the installation, such as `en zh-CN`.
    let locales: String
    /// The topics that customers are offered, by their keys, separated by spaces.
    let topics: String
    /// Social platforms and stores by their codes with their own names: `x=X telegram=Telegram`.
    let platforms: String
    let stores: String
    let longestValue: Int
    let longestLabel: Int
    let mostChoices: Int

    init(_ localisation: Localisation, _ locale: LocaleCode) {
        self.title = localisation.text("channels.title", in: locale)
        self.locales = localisation.locales.map(\.rawValue).joined(separator: " ")
        self.topics = Topic.standard.map(\.rawValue).joined(separator: " ")
        self.platforms = SocialPlatform.allCases.map { "\($0.rawValue)=\($0.name)" }.joined(separator: "|")
        self.stores = AppStore.allCases.map { "\($0.rawValue)=\($0.name)" }.joined(separator: "|")
        self.longestValue = OfficialChannel.longestValue
        self.longestLabel = OfficialChannel.longestLabel
        self.mostChoices = OfficialChannel.mostChoices
    }
}

/// `/desk/channels`: for those who say what is official; whoever else is signed in is refused.
package struct OfficialChannelsPageRoutes: Sendable {
    private let pages: PageRenderer

    package init(pages: PageRenderer) {
        self.pages = pages
    }

    package func register(on router: Router<WebContext>) {
        pages.serve("/desk/channels", needs: .officialChannelsManage, on: router) {
            OfficialChannelsPage($1, $2)
        }
    }
}
