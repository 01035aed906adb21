package import Base
package import Safeguard

/// What can go wrong about files.
package enum AttachmentError: DomainError, Hashable {
    case notFound
    case empty
    case tooLarge(limitInBytes: Int)
    case typeNotAccepted(String)
    /// Too much of what was uploaded waits to be sent.
    case tooManyUnsent(limit: Int, limitInBytes: Int)
    /// Not a picture of its type, or a part of one.
    case pictureDamaged
    case pictureTooLarge
    case pdfDamaged
    case pdfEncrypted
    case pdfTooLong
    case pdfHoldsFiles
    /// Reading it took more time or memory than a file may have.
    case tooDemanding
    /// It holds what nobody may keep, of these kinds.
    case holdsSecrets([SecretKind])
    /// A harmful program is in it.
    case infected
    /// Nobody can tell whether a harmful program is in it; why is the operator's business.
    case scannerUnavailable(String)
    /// Too many files are being read.
    case readersBusy
    /// Pictures and PDFs cannot be read on this machine; why is the operator's business and not the customer's.
    case readerUnavailable(String)

    package var problem: Problem {
        switch self {
        case .notFound:
            Problem(404, "attachment_not_found", "There is no such file.", try: "Ask for it again.")
        case .empty: Problem(422, "attachment_empty", "The file is empty.")
        case .tooLarge(let limit):
            Problem(
                413,
                "attachment_too_large",
                "The file is larger than \(limit / 1_048_576) MB.",
                try: "Send less."
            )
        case .typeNotAccepted(let type):
            Problem(
                415,
                "attachment_type_not_accepted",
                "The file's content is \(type), which is not accepted.",
                try: "Send a picture (PNG, JPEG, GIF, WebP), a PDF or a plain text."
            )
        case .tooManyUnsent(let limit, let bytes):
            Problem(
                409,
                "too_many_unsent_files",
                "\(limit) files or \(bytes / 1_048_576) MB that were uploaded wait to be sent.",
                try: "Send them or delete some; what is not sent is deleted after a day."
            )
        case .holdsSecrets(let kinds):
            Problem(
                422,
                "attachment_holds_secret",
                "The file holds what nobody may keep: \(kinds.map(\.rawValue).joined(separator: ", ")).",
                try: "Nothing of it was kept. Take it out of the file, and take it for known to others.",
                members: ["kinds": "[" + kinds.map { "\"\($0.rawValue)\"" }.joined(separator: ",") + "]"]
            )
        case .infected:
            Problem(
                422,
                "attachment_infected",
                "The file holds a harmful program.",
                try: "Nothing of it was kept. Have the device it comes from looked through."
            )
        case .readersBusy:
            Problem(
                503,
                "files_busy",
                "Too many files are being read at the moment.",
                try: "Try again in a few seconds.",
                retryAfter: .seconds(5)
            )
        case .readerUnavailable, .scannerUnavailable:
            Problem(
                503,
                "files_unavailable",
                "Files can be neither taken nor given out at the moment.",
                try: "Try again later.",
                retryAfter: .seconds(30)
            )
        default: contentProblem
        }
    }

    /// What is wrong with the content of a picture or a PDF.
    private var contentProblem: Problem {
        switch self {
        case .pictureDamaged:
            Problem(
                422,
                "picture_damaged",
                "The picture cannot be read to its end.",
                try: "Save it anew, or send a screenshot of it."
            )
        case .pictureTooLarge:
            Problem(
                422,
                "picture_too_large",
                "The picture has more than \(PictureLimits.pixels / 1_000_000) million pixels, a side of more than "
                    + "\(PictureLimits.side), or more than \(PictureLimits.frames) frames.",
                try: "Send a smaller one, or a part of it."
            )
        case .pdfDamaged:
            Problem(
                422,
                "pdf_damaged",
                "The PDF cannot be read.",
                try: "Save it anew, or send a picture of it."
            )
        case .pdfEncrypted:
            Problem(
                422,
                "pdf_encrypted",
                "The PDF opens with a password alone, so that it cannot be looked through.",
                try: "Save it without a password. Never send the password."
            )
        case .pdfTooLong:
            Problem(
                422,
                "pdf_too_long",
                "The PDF has more than \(PDFLimits.pages) pages, or too much text.",
                try: "Send the pages that matter."
            )
        case .pdfHoldsFiles:
            Problem(422, "pdf_holds_files", "The PDF has other files in it.", try: "Send each by itself.")
        default:
            Problem(
                422,
                "attachment_too_demanding",
                "The file takes too much time or memory to read.",
                try: "Save it anew, or send a picture of it."
            )
        }
    }
}
