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
    ///
    /// - Parameters:
    ///   - problem: What happened.
    ///   - path: Where; what fails on our side may have words of its own there, such as `error.verify.heading` of `/verify`.
    ///   - requestID: What somebody who writes to us about it gives us.
    ///   - localisation: The texts.
    ///   - locale: The reader's.
    init(
        _ problem: Problem,
        at path: String,
        requestID: String,
        _ localisation: Localisation,
        _ locale: LocaleCode
    ) {
        let place = problem.status < 500 ? nil : path.split(separator: "/").first.map(String.init)
        let kinds = [place, String(problem.status), problem.status < 500 ? "400" : "500"].compactMap(\.self)
        let kind = kinds.first { localisation.has("error.\($0).heading") } ?? "500"
        self.status = problem.status
        self.heading = localisation.text("error.\(kind).heading", in: locale)
        self.message = localisation.text("error.\(kind).message", in: locale)
        self.title = heading
        self.requestId = requestID
    }
}
