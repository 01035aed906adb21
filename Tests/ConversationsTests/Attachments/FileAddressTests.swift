import Base
import Safeguard
import Testing

@testable import Conversations

@Suite("Addresses of files that need no session")
struct FileAddressTests {
    private let now = Instant(milliseconds: 1_764_150_000_000)
    private let key = DataKey()

    @Test("one leads to its file until its time is over", arguments: [false, true])
    func lifetime(_ isThumbnail: Bool) throws {
        let end = now + FileAddress.lifetime
        let address = FileAddress(ID(at: now), isThumbnail: isThumbnail, endsAt: end)
        let sealed = try address.sealed(under: key)
        #expect(FileAddress(sealed: sealed, under: key, at: now) == address)
        #expect(FileAddress(sealed: sealed, under: key, at: end - .milliseconds(1)) == address)
        #expect(FileAddress(sealed: sealed, under: key, at: end) == nil)
    }

    @Test("one of another installation leads nowhere")
    func others() throws {
        let address = FileAddress(ID(at: now), isThumbnail: false, endsAt: now + .seconds(60))
        let sealed = try address.sealed(under: DataKey())
        #expect(FileAddress(sealed: sealed, under: key, at: now) == nil)
        #expect(FileAddress(sealed: "", under: key, at: now) == nil)
    }
}
