import Base
import Foundation
import Safeguard
import Storage

/// What an address under `/files/` leads to.
///
/// Whoever has it may read the file for a few minutes: no session is asked.
struct FileAddress: Sendable, Hashable {
    /// How long one leads anywhere.
    static let lifetime = Duration.seconds(300)

    private static let field = FieldName("file.address")

    let attachment: ID<Attachment>
    let isThumbnail: Bool
    let endsAt: Instant

    /// As it stands behind `/files/`: sealed, so that it can be neither made nor changed by others.
    func sealed(under key: DataKey) throws(EncryptionError) -> String {
        let kind: UInt8 = isThumbnail ? 1 : 0
        let end = (0..<8).map { UInt8(truncatingIfNeeded: endsAt.milliseconds >> (56 - 8 * $0)) }
        let sealed = try key.seal(attachment.bytes + [kind] + end, as: Self.field)
        return Data(sealed).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// Nil for what was not sealed under the key, and for what has ended.
    init?(sealed text: String, under key: DataKey, at now: Instant) {
        let plain = text.replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)
        guard text.utf8.count < 200, let bytes = Data(base64Encoded: plain + padding),
            // Whoever tries one of their own learns only that it leads nowhere.
            let opened = try? key.open(Array(bytes), as: Self.field), opened.count == 25,
            let attachment = ID<Attachment>(bytes: Array(opened[..<16]))
        else { return nil }
        self.attachment = attachment
        self.isThumbnail = opened[16] == 1
        self.endsAt = Instant(milliseconds: opened[17...].reduce(0) { $0 << 8 | Int64($1) })
        guard now < endsAt else { return nil }
    }

    init(_ attachment: ID<Attachment>, isThumbnail: Bool, endsAt: Instant) {
        self.attachment = attachment
        self.isThumbnail = isThumbnail
        self.endsAt = endsAt
    }
}
