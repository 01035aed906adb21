package import Conversations

/// Reads nothing: for tests whose files are texts.
package struct NoFileReading: FileReading {
    package init() {}

    package func rewritten(_ picture: [UInt8], as format: PictureFormat) async throws -> RewrittenPicture {
        throw AttachmentError.readerUnavailable("this test has no pictures")
    }

    package func text(ofPDF content: [UInt8]) async throws -> String {
        throw AttachmentError.readerUnavailable("this test has no PDFs")
    }
}
