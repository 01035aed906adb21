import Base
import People
import Web

/// The pictures that articles show: one page that its script fills.
struct PicturesPage: Page {
    static let template = "Knowledge/Pictures/Desk/pictures"
    static let layout = "Web/Layout/bare"
    static let styles = [
        "Web/Design/desk-page.css", "Knowledge/Authoring/knowledge.css",
        "Knowledge/Authoring/article-dialogs.css", "Knowledge/Tutorials/Desk/videos.css",
        "Knowledge/Pictures/Desk/pictures.css",
    ]
    static let scripts = ["Knowledge/Pictures/Desk/pictures.js"]
    static let scriptStrings = ["pictures.", "knowledge.", "problem."]

    struct Language: Codable, Sendable {
        let code: String
        let name: String
    }

    let title: String
    let mayEdit: Bool
    /// The languages that a picture can be described in.
    let tongues: [Language]

    init(_ agent: Agent, _ localisation: Localisation, _ locale: LocaleCode) {
        self.title = localisation.text("pictures.title", in: locale)
        self.mayEdit = Permission.articlesEdit.isGranted(to: agent.role)
        self.tongues = localisation.locales.map {
            Language(code: $0.rawValue, name: localisation.text("language.name", in: $0))
        }
    }
}
