import Base
import Testing

@testable import Realtime

@Suite struct RedisAddressTests {
    @Test func whatIsLeftOutIsTheUsual() throws {
        let address = try RedisAddress(Redacted("redis://cache.internal"))
        #expect(address.host == "cache.internal" && address.port == 6379 && address.number == 0)
        #expect(address.user == nil && address.password == nil)
    }

    @Test func everyPartIsRead() throws {
        let address = try RedisAddress(Redacted("redis://desk:p%40ss@[::1]:6380/12"))
        #expect(address.host == "::1" && address.port == 6380 && address.number == 12)
        #expect(address.user == "desk" && address.password?.exposed == "p@ss")
        #expect(try RedisAddress(Redacted("redis://:word@h")).user == nil)
    }

    @Test(arguments: [
        "", "redis://", "http://host", "rediss://host", "redis://host/x", "redis://host/-1",
        "redis://host/10000",
        "redis://user:pa ss@host:port", "redis://host:0", "redis://host:65536",
    ])
    func anotherAddressIsRefusedWithoutBeingQuoted(_ text: String) {
        let error = #expect(throws: RedisError.self) { try RedisAddress(Redacted(text)) }
        #expect(error?.description.contains("pa ss") == false)
    }
}
