import Base
import People
import Web

/// The videos that articles show: one page that its script fills.
struct VideosPage: Page {
    static let template = "Knowledge/Tutorials/Desk/videos"
    static let layout = "Web/Layout/bare"
    static let styles = [
        "Web/Design/desk-page.css", "Knowledge/Authoring/knowledge.css",
        "Knowledge/Tutorials/Desk/videos.css",
    ]
    static let scripts = ["Knowledge/Tutorials/Desk/videos.js"]
    static let scriptStrings = ["videos.", "knowledge.", "problem."]

    struct Language: Codable, Sendable {
        let code: String
        let name: String
    }

    let title: String
    let mayEdit: Bool
    /// The languages that a title, captions and chapters can be in.
    let tongues: [Language]
    let limitMib: Int

    init(_ agent: Agent, limitInBytes: Int, _ localisation: Localisation, _ locale: LocaleCode) {
        self.title = localisation.text("videos.title", in: locale)
        self.mayEdit = Permission.articlesEdit.isGranted(to: agent.role)
        self.tongues = localisation.locales.map {
            Language(code: $0.rawValue, name: localisation.text("language.name", in: $0))
        }
        self.limitMib = limitInBytes / 1_048_576
    }
}
