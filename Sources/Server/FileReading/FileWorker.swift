import Conversations
import CPoppler
import CVIPS
import Foundation

/// What happens in a worker's process.
struct FileWorker {
    private static let pictureLimits = picture_limits(
        side: Int32(PictureLimits.side),
        pixels: Int64(PictureLimits.pixels),
        frames: Int32(PictureLimits.frames),
        thumbnail_side: Int32(PictureLimits.thumbnailSide)
    )
    private static let pdfLimits = pdf_limits(pages: Int32(PDFLimits.pages), text: PDFLimits.textInBytes)

    private let task: FileTask

    /// Loads what the task needs; nil when it is not on this machine.
    init?(_ task: FileTask) {
        self.task = task
        guard (task == .pdf ? pdf_prepare() : pictures_prepare()) == 0 else { return nil }
    }

    /// The report, and the bytes that it tells of.
    func work(on content: Data) -> (FileTaskReport, [Data]) {
        guard !content.isEmpty else { return (FileTaskReport(outcome: .damaged), []) }
        return task == .pdf ? read(content) : rewrite(content)
    }

    private func rewrite(_ content: Data) -> (FileTaskReport, [Data]) {
        if task == .gif, !GIFStructure.isComplete(content) { return (FileTaskReport(outcome: .damaged), []) }
        var result = unsafe rewritten_picture()
        let outcome = unsafe content.withUnsafeBytes { bytes in
            unsafe picture_rewrite(
                task.rawValue,
                bytes.baseAddress,
                bytes.count,
                Self.pictureLimits,
                &result
            )
        }
        guard outcome == 0 else {
            let isTooLarge = outcome == Int32(picture_too_large.rawValue)
            return (FileTaskReport(outcome: isTooLarge ? .tooLarge : .damaged), [])
        }
        var picture = unsafe Data(bytes: result.bytes, count: result.length)
        if task == .webp { picture = WebPMetadata.removed(from: picture) }
        var thumbnail = Data()
        if let bytes = unsafe result.thumbnail {
            thumbnail = WebPMetadata.removed(from: unsafe Data(bytes: bytes, count: result.thumbnail_length))
        }
        let report = unsafe FileTaskReport(
            outcome: .done,
            contentLength: picture.count,
            thumbnailLength: thumbnail.count,
            width: Int(result.width),
            height: Int(result.height)
        )
        return (report, [picture, thumbnail])
    }

    private func read(_ content: Data) -> (FileTaskReport, [Data]) {
        var text = Data()
        let outcome = unsafe content.withUnsafeBytes { bytes in
            unsafe withUnsafeMutablePointer(to: &text) { text in
                unsafe pdf_texts(
                    bytes.baseAddress,
                    bytes.count,
                    Self.pdfLimits,
                    { context, piece, length in
                        guard let piece = unsafe piece else { return }
                        unsafe context?.assumingMemoryBound(to: Data.self).pointee.append(
                            UnsafeRawPointer(piece).assumingMemoryBound(to: UInt8.self),
                            count: length
                        )
                    },
                    text
                )
            }
        }
        switch pdf_outcome(UInt32(outcome)) {
        case pdf_read: return (FileTaskReport(outcome: .done, contentLength: text.count), [text])
        case pdf_encrypted: return (FileTaskReport(outcome: .encrypted), [])
        case pdf_too_long: return (FileTaskReport(outcome: .tooLarge), [])
        case pdf_holds_files: return (FileTaskReport(outcome: .holdsFiles), [])
        default: return (FileTaskReport(outcome: .damaged), [])
        }
    }
}
