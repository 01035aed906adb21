import Base
@testable import Knowledge
import Storage
import TestSupport
import Testing

@Suite("Differences between versions")
struct APIDifferenceTests {
    private static func document(_ text: String) throws -> APIDocument {
        try DescriptionSamples.read(text)
    }

    /// What changing a part of the sample to another means, as `rule place`.
    private static func rules(
        _ old: String,
        _ new: String,
        in text: String = DescriptionSamples.openapi
    ) throws -> [String] {
        #expect(text.contains(old))
        let difference = APIDifference(
            from: try document(text),
            to: try document(text.replacing(old, with: new))
        )
        return difference.changes.map { "\($0.isBreaking ? "!" : "")\($0.rule.rawValue) \($0.place)" }
    }

    @Test(
        "each change counts by its rule, for who sends and who reads",
        arguments: [
            ("delete:\n", "put:\n", ["!entry_removed ", "entry_added "]),
            ("deprecated: true", "deprecated: false", []),
            (
                "summary: Place an order\n", "summary: Place an order\n      deprecated: true\n",
                ["entry_deprecated "]
            ),
            ("/api/v3/order:", "/api/v4/order:", ["!address_changed ", "!address_changed "]),
            ("api}}", "eu}}", ["!server_removed ", "server_added "]),
            ("security: []", "security: [{key: []}]", ["!security_required "]),
            ("security: [{key: []}]\n", "security: []\n", ["security_lifted "]),
            (
                "- {name: orderId, in: query, required: true,", "- {name: id, in: query, required: true,",
                ["!parameter_removed query orderId", "!required_parameter_added query id"]
            ),
            (
                "required: true, schema: {type: integer, minimum: 1}", "schema: {type: integer, minimum: 1}",
                ["became_optional query orderId"]
            ),
            ("minimum: 1}", "minimum: 10}", ["!bound_tightened query orderId"]),
            ("minimum: 1}", "minimum: 0}", ["bound_loosened query orderId"]),
            ("type: integer, minimum: 1", "type: number, minimum: 1", ["type_widened query orderId"]),
            (
                "type: integer, minimum: 1", "type: string",
                ["!type_changed query orderId", "bound_loosened query orderId"]
            ),
            ("default: false", "default: true", ["!standard_changed query test"]),
            // The same schema is sent and read.
            (
                "required: [symbol, side]", "required: [symbol, side, price]",
                ["!became_required price", "is_always_there 200 › price"]
            ),
            (
                "required: [symbol, side]", "required: [symbol]",
                ["!may_be_missing 200 › side", "became_optional side"]
            ),
            (
                "enum: [BUY, SELL]", "enum: [BUY, SELL, SHORT]",
                ["!unknown_value 200 › side", "value_added side"]
            ),
            ("enum: [BUY, SELL]", "enum: [BUY]", ["!value_removed side"]),
            (
                "type: [string, \"null\"]", "type: string",
                ["!null_not_taken price", "never_null 200 › price"]
            ),
            ("maxItems: 5", "maxItems: 3", ["!bound_tightened legs", "answer_bound_tightened 200 › legs"]),
            ("maxItems: 5", "maxItems: 9", ["!answer_bound_loosened 200 › legs", "bound_loosened legs"]),
            (
                "price: {type", "limit: {type",
                [
                    "!member_removed price", "!member_removed 200 › price", "member_added limit",
                    "member_added 200 › limit",
                ]
            ),
            (
                "\"200\":\n          description: Placed", "\"201\":\n          description: Placed",
                ["!success_removed ", "answer_added "]
            ),
            ("code: -2010", "code: -2011", ["error_removed ", "error_added "]),
            ("Placed", "It was placed", []),
        ] as [(String, String, [String])]
    )
    func rule(_ old: String, _ new: String, _ rules: [String]) throws {
        let found = try Self.rules(old, new)

        #expect(found.sorted() == rules.sorted())
        #expect(found.drop { $0.hasPrefix("!") }.allSatisfy { !$0.hasPrefix("!") }, "what breaks comes first")
    }

    @Test("of FIX a field's values are compared once, at the field")
    func fix() throws {
        let found = try Self.rules(
            "<value enum=\"1\" description=\"BUY\"/>",
            "<value enum=\"2\" description=\"BUY\"/>",
            in: DescriptionSamples.fix
        )

        #expect(found == ["!value_removed ", "value_added "])
    }

    @Test("a message's new field counts by whether it must be there")
    func fixMembers() throws {
        let field = "<field name=\"PartyID\" required=\"N\"/></group>"
        let optional = try Self.rules(
            field,
            field + "<field name=\"Side\" required=\"N\"/>",
            in: DescriptionSamples.fix
        )
        let required = try Self.rules(
            field,
            field + "<field name=\"Side\" required=\"Y\"/>",
            in: DescriptionSamples.fix
        )

        #expect(optional == ["member_added Parties › Side"])
        #expect(required == ["!required_member_added Parties › Side"])
    }

    @Test("a version differs in nothing from itself, whatever its format")
    func same() throws {
        let all = [
            DescriptionSamples.openapi, DescriptionSamples.asyncapi2, DescriptionSamples.asyncapi3,
            DescriptionSamples.fix,
        ]
        for text in all {
            #expect(APIDifference(from: try Self.document(text), to: try Self.document(text)).isEmpty)
        }
    }

    @Test("every rule says what it means in every language")
    func texts() throws {
        let localisation = try Localisation(assets: [KnowledgeAssets.files])
        for locale in localisation.locales {
            for rule in APIDifference.Rule.allCases {
                let key = "api.rule.\(rule.rawValue)"
                #expect(localisation.all(in: locale)[key] != nil, "\(key) in \(locale)")
            }
        }
    }

    @Test("imports are logged with what they change, each once", arguments: TestDatabase.engines)
    func log(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let documents = APIDocuments(scenario.database, shelf: APIShelf(), clock: scenario.clock)
            func publish(_ version: String, _ text: String, isDeprecated: Bool = false) async throws {
                scenario.clock.advance(by: .seconds(1))
                _ = try await documents.publish(
                    .init(
                        api: SmallHelpCentre.slug("spot"),
                        name: try SomeVersions.name(version),
                        notice: APIDocuments.Notice(isDeprecated: isDeprecated),
                        file: Array(text.utf8)
                    ),
                    by: .system
                )
            }
            let text = DescriptionSamples.openapi
            try await publish("v2", text)
            try await publish("v3", text.replacing("maxItems: 5", with: "maxItems: 3"))
            try await publish("v3", text.replacing("maxItems: 5", with: "maxItems: 3"))
            try await publish("v3", text.replacing("maxItems: 5", with: "maxItems: 2"))
            try await publish("v2", text, isDeprecated: true)

            let log = try await documents.changes(of: SmallHelpCentre.slug("spot"))

            #expect(log.map(\.version.rawValue) == ["v2", "v3", "v3", "v2"])
            #expect(log.map(\.before?.rawValue) == ["v2", "v3", "v2", nil])
            #expect(
                log.map(\.difference.changes.first?.rule) == [
                    .versionDeprecated, .boundTightened, .boundTightened, nil,
                ]
            )
        }
    }
}
