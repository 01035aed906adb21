import Base

/// A file as the public API and the realtime frames show it.
struct AttachmentView: Encodable, Sendable {
    let id: String
    let name: String
    let size: Int
    let mediaType: String
    let url: String
    /// Of a picture, in pixels, so that there is room for it before it is there.
    let width: Int?
    let height: Int?
    /// A picture small.
    let thumbnailUrl: String?

    init(_ file: AttachmentSummary) {
        self.id = file.id.description
        self.name = file.name
        self.size = file.size
        self.mediaType = file.mediaType
        self.url = "/api/v1/attachments/\(file.id)"
        self.width = file.width
        self.height = file.height
        self.thumbnailUrl = file.width == nil ? nil : url + "/thumbnail"
    }
}
