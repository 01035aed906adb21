import Base
@testable import Conversations
import Foundation
import People
import Storage
import Testing
import TestSupport

/// What an installation keeps of each conversation besides.
@Suite struct CustomFieldsTests {
    private static func field(_ kind: CustomField.Kind, choices: [String] = []) -> CustomField.Draft {
        CustomField.Draft(key: "it", labels: ["en": "It"], kind: kind, choices: choices)
    }

    @Test(
        "a value is kept as it was given, or refused",
        arguments: [
            (.text, " hello ", "hello"), (.text, "", nil), (.number, "0.10", "0.10"), (.number, "-3", "-3"),
            (.date, "2026-11-25", "2026-11-25"), (.bool, "true", "true"), (.choice, "BTC", "BTC"),
        ] as [(CustomField.Kind, String, String?)]
    )
    func kept(_ kind: CustomField.Kind, _ value: String, _ stored: String?) throws {
        let field = Self.field(kind, choices: kind == .choice ? ["BTC", "ETH"] : [])
        #expect(try field.stored(value) == stored)
    }

    @Test(
        arguments: [
            (.number, "1e5"), (.number, "one"), (.number, "1."), (.date, "2026-13-01"), (.date, "25.11.2026"),
            (.bool, "yes"), (.choice, "DOGE"), (.text, String(repeating: "x", count: 501)),
        ] as [(CustomField.Kind, String)]
    )
    func refused(_ kind: CustomField.Kind, _ value: String) {
        let field = Self.field(kind, choices: kind == .choice ? ["BTC"] : [])
        #expect(throws: CustomFieldError.self) { try field.stored(value) }
    }

    @Test("values come and go with their field", arguments: TestDatabase.engines)
    func values(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let ada = try await scenario.agent("Ada", presence: .away)
            let chat = try await scenario.chat(of: try await scenario.guest())
            let fields = CustomFields(scenario.database, clock: scenario.clock)
            let order = try await fields.create(.init(key: "order_id", labels: ["en": "Order"], kind: .text))
            await #expect(throws: CustomFieldError.keyTaken("order_id")) {
                _ = try await fields.create(.init(key: "order_id", labels: ["en": "Other"], kind: .bool))
            }

            let results = try await scenario.timeline.perform(
                [.field("order_id", "A-1"), .field("nothing", "x")],
                on: [chat.id],
                by: ada
            )
            #expect(results.first?.problem?.code == "field_not_found")
            #expect(try await scenario.desk.details(of: chat.id).fields == [:])
            _ = try await scenario.timeline.perform([.field("order_id", "A-1")], on: [chat.id], by: ada)
            #expect(try await scenario.desk.details(of: chat.id).fields == ["order_id": "A-1"])
            let phrase = "legal winner thank year wave sausage worth useful legal winner thank yellow"
            _ = try await scenario.timeline.perform([.field("order_id", phrase)], on: [chat.id], by: ada)
            #expect(
                try await scenario.desk.details(of: chat.id).fields["order_id"]?.contains("sausage") == false
            )

            let renamed = try await fields.change(
                order.id,
                to: .init(key: "order", labels: ["en": "Order"], kind: .text)
            )
            #expect(try await fields.all() == [renamed])
            await #expect(throws: CustomFieldError.self) {
                _ = try await fields.change(
                    order.id,
                    to: .init(key: "order", labels: ["en": "Order"], kind: .bool)
                )
            }
            try await fields.delete(order.id)
            #expect(try await scenario.desk.details(of: chat.id).fields == [:])
        }
    }

    @Test(arguments: [
        CustomField.Draft(key: "Order", labels: ["en": "x"], kind: .text),
        CustomField.Draft(key: "", labels: ["en": "x"], kind: .text),
        CustomField.Draft(key: "a", labels: [:], kind: .text),
        CustomField.Draft(key: "a", labels: ["en": ""], kind: .text),
        CustomField.Draft(key: "a", labels: ["en": "x"], kind: .choice),
        CustomField.Draft(key: "a", labels: ["en": "x"], kind: .text, choices: ["b"]),
        CustomField.Draft(key: "a", labels: ["en": "x"], kind: .choice, choices: ["b", "b"]),
    ])
    func aFieldThatMakesNoSenseIsRefused(_ draft: CustomField.Draft) {
        #expect(throws: CustomFieldError.self) { try draft.validated() }
    }
}
