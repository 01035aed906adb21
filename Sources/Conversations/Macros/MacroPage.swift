import Base
import Web

/// Where macros are written.
struct MacroPage: Page {
    static let template = "Conversations/Macros/macros"
    static let layout = "Web/Layout/bare"
    static let styles = ["Conversations/Macros/macros.css"]
    static let scripts = ["Conversations/Macros/macros-page.js"]
    static let scriptStrings = [
        "desk.macro_page.", "desk.action_words.", "desk.again", "desk.snooze.", "problem.",
    ]

    let title: String
    /// Whether the agent may change what everybody has.
    let mayShare: Bool
    let variables: [String]

    init(mayShare: Bool, _ localisation: Localisation, _ locale: LocaleCode) {
        self.title = localisation.text("desk.macro_page.title", in: locale)
        self.mayShare = mayShare
        self.variables = Macro.Draft.variables.map { "{{\($0)}}" }
    }
}
