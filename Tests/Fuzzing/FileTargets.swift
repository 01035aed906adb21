@testable import Conversations
import Foundation
@testable import Server
@testable import Storage

let fileTargets = [files, workers, stores]

/// Files of strangers, as far as they are read in the server's own process.
private let files = FuzzTarget(
    "files",
    bytes: { bytes in
        require(!MediaType.sniff(bytes).isEmpty, "a file of no type")
        let readings = TextEncodings.readings(of: bytes)
        if let text = String(validating: bytes, as: UTF8.self) {
            require(readings.count == 1 && isSame(readings[0], text), "UTF-8 is read as something else")
        }
        _ = GIFStructure.isComplete(Data(bytes))
        let cleaned = WebPMetadata.removed(from: Data(bytes))
        require(cleaned.count <= max(bytes.count, 12), "a picture grows")
        require(WebPMetadata.removed(from: cleaned) == cleaned, "a picture is not clean at once")
    }
)

/// What comes back from the process that reads a stranger's file, which may have taken it over.
private let workers = FuzzTarget(
    "file_workers",
    bytes: { bytes in
        let (report, parts) = try FileWorkers.parsed(bytes)
        require(parts.count == 2, "\(parts.count) parts")
        require(
            parts.map(\.count) == [report.contentLength, report.thumbnailLength],
            "parts of another length"
        )
        require(
            bytes.suffix(parts[0].count + parts[1].count).elementsEqual(parts[0] + parts[1]),
            "other bytes"
        )
    }
)

/// What an object store answers.
private let stores = FuzzTarget(
    "object_store",
    bytes: { bytes in
        let answer = S3Answer(status: 500, regionHeader: nil, body: bytes)
        _ = (answer.region, answer.isFull, answer.isPassing)
        guard let listing = S3Listing(bytes) else { return }
        let text = String(decoding: bytes, as: UTF8.self)
        require(listing.objects.count <= text.utf8.count / 5, "more objects than were told of")
        require(
            listing.next == nil || text.contains("<NextContinuationToken>"),
            "a page that was not told of"
        )
    }
)
