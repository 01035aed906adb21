import Base
import People
import Web

/// Where macros are written.
struct MacroPage: Page {
    static let template = "Conversations/Macros/macros"
    static let layout = "Web/Layout/bare"
    static let styles = ["Web/Design/desk-page.css", "Conversations/Macros/macros.css"]
    static let scripts = ["Conversations/Macros/macros-page.js"]
    static let scriptStrings = [
        "desk.macro_page.", "desk.action_words.", "desk.again", "desk.languages.", "desk.snooze.",
        "desk.stopped.macro",
        "timeline.asks.", "problem.",
    ]

    let title: String
    /// Whether the agent may change what everybody has.
    let mayShare: Bool
    /// Whether they may choose the words of the system's messages.
    let mayEditTemplates: Bool
    /// The languages of the installation, separated by spaces.
    let locales: String
    let variables: [String]

    init(of agent: Agent, _ localisation: Localisation, _ locale: LocaleCode) {
        self.title = localisation.text("desk.macro_page.title", in: locale)
        self.mayShare = Permission.macrosEdit.isGranted(to: agent.role)
        self.mayEditTemplates = Permission.templatesEdit.isGranted(to: agent.role)
        self.locales = localisation.locales.map(\.rawValue).joined(separator: " ")
        self.variables = Macro.Draft.variables.map { "{{\($0)}}" }
    }
}
