import Base

/// What a person sees instead of a page: what happened, what it means, what to do now.
package struct ErrorPage: Page {
    package static let template = "Web/Layout/error"
    package static let styles = ["Web/Layout/error.css"]

    package let title: String
    package let status: Int
    package let heading: String
    package let message: String
    package let requestId: String

    /// Takes the texts of `error.<status>.*`, falling back on `error.400.*` and `error.500.*`.
    init(_ problem: Problem, requestID: String, _ localisation: Localisation, _ locale: LocaleCode) {
        let kind = [problem.status, problem.status < 500 ? 400 : 500].first {
            localisation.has("error.\($0).heading")
        }
        self.status = problem.status
        self.heading = localisation.text("error.\(kind ?? 500).heading", in: locale)
        self.message = localisation.text("error.\(kind ?? 500).message", in: locale)
        self.title = heading
        self.requestId = requestID
    }
}
