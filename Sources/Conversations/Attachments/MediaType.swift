import CMagic
import Foundation
import Synchronization

/// What kind a file is, found out from its content by libmagic: a name or a header is not believed.
package enum MediaType {
    private static let cookie = Mutex(MagicCookie())

    /// The type of some content, such as `image/png`.
    package static func sniff(_ content: [UInt8]) -> String {
        cookie.withLock { $0.type(of: content) }
    }
}

/// libmagic's handle; it serves one thread at a time, hence the lock around it.
@safe
private struct MagicCookie: ~Copyable {
    private let cookie: magic_t?

    init() {
        unsafe cookie = magic_open(MAGIC_MIME_TYPE | MAGIC_ERROR)
        if unsafe magic_load(cookie, nil) != 0 {
            // Without its database it answers nothing, and then nothing is accepted.
            return
        }
    }

    deinit {
        unsafe magic_close(cookie)
    }

    func type(of content: [UInt8]) -> String {
        unsafe content.withUnsafeBytes { bytes in
            guard let name = unsafe magic_buffer(cookie, bytes.baseAddress, bytes.count) else {
                return "application/octet-stream"
            }
            return unsafe String(cString: name)
        }
    }
}
