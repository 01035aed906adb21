import Base
import Web

/// Where API documents are brought: one page that its script fills.
struct APIDocumentsPage: Page {
    static let template = "Knowledge/APIReference/Desk/api-documents"
    static let layout = "Web/Layout/bare"
    static let styles = [
        "Web/Design/desk-page.css", "Knowledge/Authoring/knowledge.css",
        "Knowledge/Authoring/article-dialogs.css", "Knowledge/Tutorials/Desk/videos.css",
        "Knowledge/Pictures/Desk/pictures.css", "Knowledge/APIReference/Pages/api.css",
        "Knowledge/APIReference/Differences/changes.css", "Knowledge/APIReference/Desk/api-documents.css",
    ]
    static let scripts = ["Knowledge/APIReference/Desk/api-documents.js"]
    static let scriptStrings = [
        "api_desk.", "api.format.", "api.changes.", "api.rule.", "knowledge.", "problem.",
    ]

    let title: String

    init(_ localisation: Localisation, _ locale: LocaleCode) {
        self.title = localisation.text("api_desk.title", in: locale)
    }
}
