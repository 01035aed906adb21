import Base
@testable import Knowledge
import Testing

@Suite("Search of the API documents")
struct APISearchTests {
    private static func search() throws -> APISearch {
        let old = DescriptionSamples.openapi.replacing("/api/v3/", with: "/api/v2/")
            .replacing("/api/v2/order:", with: "/api/v2/orders/{id}/fills:")
        return APISearch([
            [try SomeVersions.version("v3"), try SomeVersions.version("v2", old, isDeprecated: true)],
            [try SomeVersions.version("4.4", DescriptionSamples.fix, api: "fix")],
            [try SomeVersions.version("1", DescriptionSamples.asyncapi2, api: "streams")],
        ])
    }

    @Test(
        "what a caller has in hand is named outright",
        arguments: [
            ("/api/v3/order", "/api-docs/spot/v3/post-api-v3-order"),
            ("DELETE /api/v3/order", "/api-docs/spot/v3/delete-api-v3-order"),
            ("https://api.sample.example/api/v3/order?symbol=BTCUSDT", "/api-docs/spot/v3/post-api-v3-order"),
            ("Place an order", "/api-docs/spot/v3/post-api-v3-order"),
            ("-2010", "/api-docs/spot/v3#error--2010"),
            ("2010", "/api-docs/spot/v3#error--2010"),
            ("error -2010", "/api-docs/spot/v3#error--2010"),
            ("错误码 -1003", "/api-docs/spot/v3#error--1003"),
            ("tag 54", "/api-docs/fix/4.4/tag-54"),
            ("54", "/api-docs/fix/4.4/tag-54"),
            ("标签 54", "/api-docs/fix/4.4/tag-54"),
            ("54=1", "/api-docs/fix/4.4/tag-54"),
            ("side", "/api-docs/fix/4.4/tag-54"),
            ("35=D", "/api-docs/fix/4.4/newordersingle"),
            ("NewOrderSingle", "/api-docs/fix/4.4/newordersingle"),
            ("trade", "/api-docs/streams/1/receive-trade"),
            // Only in the older version.
            ("/api/v2/orders/42/fills", "/api-docs/spot/v2/post-api-v2-orders-id-fills"),
        ]
    )
    func named(_ question: String, _ url: String) throws {
        #expect(try Self.search().find(question, limit: 10).exact.first?.url == url)
    }

    @Test(
        "what only holds the words comes behind",
        arguments: ["cancel order", "insufficient balance", "Cancel"]
    )
    func words(_ question: String) throws {
        let found = try Self.search().find(question, limit: 10)

        #expect(found.exact.isEmpty)
        #expect(!found.others.isEmpty)
    }

    @Test(
        "other questions find nothing here",
        arguments: [
            "", " ", "提币没有到账", "my withdrawal has not arrived", "/", "999999", "tag",
            String(repeating: "a b ", count: 99),
        ]
    )
    func others(_ question: String) throws {
        let found = try Self.search().find(question, limit: 10)

        #expect(found.exact.isEmpty && found.others.isEmpty)
    }

    @Test("a beginning suggests, each entry once")
    func suggestions() throws {
        let search = try Self.search()

        #expect(
            search.suggest("/api/v3/o", limit: 5).map(\.title) == [
                "POST /api/v3/order", "DELETE /api/v3/order",
            ]
        )
        #expect(search.suggest("newo", limit: 5).map(\.title) == ["NewOrderSingle (35=D)"])
        #expect(search.suggest("x", limit: 5).isEmpty)
        #expect(search.suggest("zzzz", limit: 5).isEmpty)
    }

    @Test("an entry is found in the current version, and once")
    func once() throws {
        let found = try Self.search().find("/api/v3/order", limit: 10).exact

        #expect(found.count == 2)
        #expect(Set(found.map(\.url)).count == 2)
    }
}
