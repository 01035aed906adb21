import Base

/// API documents among the results of the help centre's search.
struct APIResultLine: Codable, Sendable, Hashable {
    let title: String
    let hasDetail: Bool
    let detail: String
    let url: String
    /// That it is an API document, and of which version.
    let place: String

    init(_ hit: APIHit, _ localisation: Localisation, _ locale: LocaleCode) {
        self.title = hit.title
        self.hasDetail = !hit.detail.isEmpty
        self.detail = hit.detail
        self.url = hit.url
        self.place = "\(localisation.text("search.kind.api", in: locale)) · \(hit.place)"
    }
}
