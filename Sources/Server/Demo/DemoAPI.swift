import Base
import Knowledge
import Storage

/// The API documents of the demo exchange, in `Content/api-docs`: a version that is to be left and the one after it.
struct DemoAPI {
    private static let migration = """
        To leave it:

        1. Send a `client_id` of your own with every order.
        2. Send the signature in the header `Demo-Signature`, not in the query.
        3. Say `time_in_force`: without it an order stays in the book now, where it was cancelled before.
        4. Read prices from `GET /v2/markets/{symbol}/book`; there is no ticker any more.
        """

    /// 30 June 2027.
    private static let end = Instant(milliseconds: 1_814_313_600_000)

    /// - Throws: ``APIDocumentError`` when one of the files is wrong: a mistake of the release, found by a test.
    func write(to documents: APIDocuments) async throws {
        for (name, migration) in [("v1", Self.migration), ("v2", "")] {
            guard let api = Slug("spot"), let version = APIVersionName(name) else { continue }
            let file = EmbeddedAssets.files["Content/api-docs/spot-\(name).json"] ?? ""
            let draft = APIDocuments.Draft(
                api: api,
                name: version,
                notice: APIDocuments.Notice(
                    isDeprecated: !migration.isEmpty,
                    migration: migration,
                    endsAt: migration.isEmpty ? nil : Self.end
                ),
                file: Array(file.utf8)
            )
            _ = try await documents.publish(draft, by: .system)
        }
    }
}
