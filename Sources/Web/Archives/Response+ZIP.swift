package import Base
import HTTPTypes
package import Hummingbird
import NIOCore

extension Response {
    /// A ZIP archive that is written while it is read, a file at a time; nobody else keeps it.
    ///
    /// What goes wrong after it began ends the connection, so that half an archive is not taken for a whole one.
    ///
    /// - `name`: What it is saved as, in ASCII.
    /// - `files`: Gives the files one by one: path, content and time.
    package static func zip(
        named name: String,
        _ files:
            @escaping @Sendable (_ add: (String, [UInt8], Instant) async throws -> Void) async throws -> Void
    ) -> Response {
        let body = ResponseBody { writer in
            let archive = try ZIPWriter()
            try await files { path, content, modifiedAt in
                let part = try archive.add(path, content, modifiedAt: modifiedAt)
                try await writer.write(ByteBuffer(bytes: part))
            }
            try await writer.write(ByteBuffer(bytes: archive.finish()))
            try await writer.finish(nil)
        }
        let headers: HTTPFields = [
            .contentType: "application/zip",
            .contentDisposition: "attachment; filename=\"\(name)\"",
            .cacheControl: "no-store",
        ]
        return Response(status: .ok, headers: headers, body: body)
    }
}
