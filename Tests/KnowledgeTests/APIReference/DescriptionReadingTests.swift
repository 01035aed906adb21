import Base
@testable import Knowledge
import Testing

@Suite("Reading API descriptions")
struct DescriptionReadingTests {
    @Test("OpenAPI: operations with parameters, bodies, answers and errors, in their order")
    func openapi() throws {
        let document = try DescriptionSamples.read(DescriptionSamples.openapi)
        let place = try #require(document.entry("post-api-v3-order"))
        let cancel = try #require(document.entry("delete-api-v3-order"))

        #expect(document.title == "Sample spot API")
        #expect(document.servers.map(\.url) == ["https://api.sample.example"])
        #expect(document.entries.map(\.method) == ["POST", "DELETE"])
        #expect(
            document.errors == [
                .init(
                    code: "-1003",
                    status: "429",
                    message: "Too many requests",
                    advice: "Wait for Retry-After."
                )
            ]
        )
        #expect(place.title == "Place an order" && place.group == "Orders")
        #expect(place.security == [[.init(name: "key", place: "header", field: "X-API-KEY")]])
        #expect(cancel.security.isEmpty && cancel.isDeprecated)
        #expect(place.parameters.map(\.name) == ["X-Trace", "test"])
        #expect(place.parameters.last?.schema.standard == "false")
        #expect(place.contents.map(\.schema.reference) == ["Order"])
        #expect(place.errors.map(\.code) == ["-2010"])
        #expect(place.errors.map(\.message) == ["Account has insufficient balance."])
        #expect(cancel.parameters.last?.schema.bounds == [.init(name: "minimum", value: "1")])
    }

    @Test("schemas that hold themselves end, members keep their order and say what they may be")
    func schemas() throws {
        let document = try DescriptionSamples.read(DescriptionSamples.openapi)
        let order = try #require(document.schemas["Order"])

        #expect(order.properties.map(\.name) == ["symbol", "side", "price", "legs"])
        #expect(order.properties.map(\.isRequired) == [true, true, false, false])
        #expect(
            order.properties[1].schema.values == [
                .init(value: "BUY", meaning: "Take"), .init(value: "SELL", meaning: "Give"),
            ]
        )
        #expect(order.properties[2].schema.isNullable && order.properties[2].schema.type == "string")
        #expect(order.properties[2].schema.example == #""64000.10""#)
        #expect(order.properties[3].schema.entries.map(\.reference) == ["Order"])
    }

    @Test("AsyncAPI 2: what the exchange publishes the client receives")
    func asyncapi2() throws {
        let document = try DescriptionSamples.read(DescriptionSamples.asyncapi2)

        #expect(document.servers.map(\.url) == ["wss://stream.sample.example/ws"])
        #expect(document.entries.map(\.key) == ["send-join", "send-leave", "receive-trade"])
        #expect(document.entries.map(\.path) == Array(repeating: "trades/{symbol}", count: 3))
        #expect(document.entries[2].contents.map(\.example) == [#"{"p":"1.50"}"#])
        #expect(document.entries[2].parameters.map(\.summary) == ["The market"])
    }

    @Test("AsyncAPI 3: each message of an operation, with its replies")
    func asyncapi3() throws {
        let document = try DescriptionSamples.read(DescriptionSamples.asyncapi3)

        #expect(document.servers.map(\.url) == ["wss://stream.sample.example/ws"])
        #expect(document.entries.map(\.key) == ["send-ping", "receive-tick"])
        #expect(document.entries.map(\.path) == ["/feed", "/feed"])
        #expect(document.entries[0].answers.map(\.status) == ["pong"])
        #expect(document.entries[0].contents[0].schema.properties[0].schema.values.map(\.value) == ["ping"])
    }

    @Test("FIX: messages of fields, groups and components; each field is an entry by its tag")
    func fix() throws {
        let document = try DescriptionSamples.read(DescriptionSamples.fix)
        let order = try #require(document.entry("newordersingle"))
        let side = try #require(document.entry("tag-54"))

        #expect(document.title == "FIX 4.4")
        #expect(order.method == "D" && order.kind == .message)
        #expect(order.contents[0].schema.properties.map(\.name) == ["header", "Side", "Parties", "trailer"])
        #expect(side.method == "54" && side.path == "Side" && side.kind == .field)
        #expect(side.contents[0].schema.values.map(\.meaning) == ["buy", "sell short"])
        #expect(document.schemas["component Parties"]?.properties[0].schema.tag == 453)
    }

    @Test("a description is the same in JSON and in YAML")
    func bothForms() throws {
        let yaml = try YAMLReader.read(Array(DescriptionSamples.openapi.utf8))

        #expect(try DescriptionSamples.read(yaml.json) == DescriptionSamples.read(DescriptionSamples.openapi))
    }

    @Test("what is stored is what was read")
    func stored() throws {
        for text in [DescriptionSamples.openapi, DescriptionSamples.asyncapi2, DescriptionSamples.fix] {
            let document = try DescriptionSamples.read(text)

            let again = try WireJSON.decode(APIDocument.self, from: WireJSON.encode(document))

            #expect(again == document)
        }
    }

    @Test(
        "what cannot be read says where and why",
        arguments: [
            ("{\"openapi\": \"3.0.0\",\n\"info\": }", 2, "no JSON value"),
            ("{\"openapi\": \"3.0.0\",\n\"info\": {\"title\": \"a\"},\n\"info\": {}}", 3, "stands twice"),
            (
                "openapi: 3.0.0\ninfo: {title: a}\npaths:\n  /a: {get: {parameters: [{$ref: '#/none'}]}}", 4,
                "there is no #/none"
            ),
            ("openapi: 3.0.0\ninfo: {title: a}\npaths:\n  /a: {$ref: other.yaml}", 4, "in another file"),
            (
                "openapi: 3.0.0\ninfo: {title: a}\npaths:\n  /a: {$ref: '#/paths/~1a'}", 4,
                "lead to each other"
            ),
            ("openapi: 3.0.0\ninfo: {}", 2, "info has no title"),
            (
                "openapi: 3.0.0\ninfo: {title: a}\npaths:\n  /a: {get: {parameters: [{name: x, in: body}]}}",
                4, "in body"
            ),
            ("openapi: 3.0.0\nopenapi: 3.0.0", 2, "stands twice"),
            ("a: [1, 2\nb: 3", 2, "did not find expected"),
            ("a: *b", 1, "no &b"),
            (
                "<fix><messages><message name=\"A\" msgtype=\"A\">\n<field name=\"B\"/></message></messages></fix>",
                2, "no field B"
            ),
            ("<fix>\n<messages>", 2, ""),
            ("<!DOCTYPE fix [<!ENTITY a \"b\">]>\n<fix>&a;</fix>", 1, "declares a type"),
        ] as [(String, Int, String)]
    )
    func mistakes(_ text: String, _ line: Int, _ reason: String) {
        do {
            _ = try DescriptionSamples.read(text)
            Issue.record("it was read")
        } catch APIDocumentError.malformed(line: let found, let what) {
            #expect(found == line)
            #expect(what.contains(reason), "\(what)")
        } catch {
            Issue.record("\(error)")
        }
    }

    /// Nine lines that each repeat the one before ten times.
    private static let laughs: String = {
        var text = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
        for number in 1..<9 {
            let again = Array(repeating: "*a\(number - 1)", count: 10).joined(separator: ",")
            text += "a\(number): &a\(number) [\(again)]\n"
        }
        return text
    }()

    private static let brackets = String(repeating: "[", count: 100_000)
    private static let dashes = String(repeating: "- ", count: 2000) + "x"
    /// A long text that is repeated.
    private static let echo =
        "a: &a \(String(repeating: "x", count: 100_000))\nb: [\(String(repeating: "*a,", count: 400))]"

    @Test(
        "what would grow without end is refused",
        arguments: [laughs, brackets, "{\"a\":\(brackets)", dashes, echo]
    )
    func bombs(_ text: String) {
        #expect { try DescriptionSamples.read(text) } throws: { error in
            if case APIDocumentError.tooMuch = error { true } else { false }
        }
    }

    @Test("a response that is referred to very often counts each time")
    func repeated() {
        let path = "/a: {get: {responses: {'200': {$ref: '#/components/responses/r'}}}}"
        let paths = (0..<800).map { "  \(path.replacing("/a", with: "/a\($0)"))\n" }.joined()
        let long = String(repeating: "x", count: 60_000)
        let text =
            "openapi: 3.0.0\ninfo: {title: a}\npaths:\n\(paths)components:\n  responses:\n    r: {description: \(long)}\n"

        #expect { try DescriptionSamples.read(text) } throws: { error in
            if case APIDocumentError.tooMuch = error { true } else { false }
        }
    }

    @Test(
        "other formats are told by their names",
        arguments: ["swagger: '2.0'", "openapi: 4.0.0", "asyncapi: 1.0.0", "hello: world", "<html/>"]
    )
    func otherFormats(_ text: String) {
        #expect { try DescriptionSamples.read(text) } throws: { error in
            if case APIDocumentError.unknownFormat = error { true } else { false }
        }
    }

    @Test("versions are ordered as people count")
    func order() {
        let names = ["v10", "v2", "4.4", "5.0", "v2-beta", "4.10"].compactMap(APIVersionName.init(rawValue:))

        #expect(names.sorted().map(\.rawValue) == ["4.4", "4.10", "5.0", "v2", "v2-beta", "v10"])
        #expect(
            ["changes", "changes.atom", "V3", "", ".1", "a/b"].compactMap(APIVersionName.init(rawValue:))
                .isEmpty
        )
    }
}
