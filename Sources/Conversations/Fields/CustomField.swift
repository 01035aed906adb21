package import Base
import Foundation
import Storage

/// Something that an installation keeps of each conversation besides.
package struct CustomField: Sendable, Hashable, Identified {
    package static let idPrefix = "fld"
    /// The most fields of an installation, and choices of one.
    package static let most = 40
    package static let mostChoices = 60
    /// The longest value, in characters.
    package static let longestValue = 500

    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable, SQLConvertible {
        case text, number, choice, date
        case bool
    }

    /// Everything of a field but its id.
    package struct Draft: Sendable, Hashable, Codable {
        /// What programs call it: 1...40 lower-case letters, digits and underscores.
        package var key: String
        /// What people read, by locale; one at least.
        package var labels: [String: String]
        package var kind: Kind
        /// What can be chosen; of a choice alone.
        package var choices: [String]
        /// Its place among the others, from the top.
        package var position: Int

        package init(
            key: String,
            labels: [String: String],
            kind: Kind,
            choices: [String] = [],
            position: Int = 0
        ) {
            self.key = key
            self.labels = labels
            self.kind = kind
            self.choices = choices
            self.position = position
        }
    }

    package let id: ID<CustomField>
    package let draft: Draft

    package init(id: ID<CustomField>, draft: Draft) {
        self.id = id
        self.draft = draft
    }
}

extension CustomField.Draft {
    /// Checks every part.
    ///
    /// - Throws: ``CustomFieldError/invalid(field:_:)`` for the first that is not acceptable.
    func validated() throws(CustomFieldError) -> Self {
        let letters = Set("abcdefghijklmnopqrstuvwxyz0123456789_")
        guard (1...40).contains(key.count), key.allSatisfy(letters.contains) else {
            throw .invalid(field: "key", "1 to 40 lower-case letters, digits and underscores")
        }
        guard !labels.isEmpty,
            labels.allSatisfy({ LocaleCode(rawValue: $0.key) != nil && (1...60).contains($0.value.count) })
        else { throw .invalid(field: "labels", "a text of 1 to 60 characters for one locale at least") }
        let isChoice = kind == .choice
        guard isChoice ? (1...CustomField.mostChoices).contains(choices.count) : choices.isEmpty,
            choices.allSatisfy({ (1...80).contains($0.count) }), Set(choices).count == choices.count
        else {
            throw .invalid(
                field: "choices",
                "for a choice 1 to \(CustomField.mostChoices) different ones of 1 to 80 characters, else none"
            )
        }
        guard (0...999).contains(position) else { throw .invalid(field: "position", "0 to 999") }
        return self
    }

    /// A value as it is stored; nil for nothing.
    ///
    /// - Throws: ``CustomFieldError/valueNotAcceptable(_:_:)``.
    func stored(_ value: String?) throws(CustomFieldError) -> String? {
        let value = value.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) } ?? ""
        if value.isEmpty { return nil }
        switch kind {
        case .text:
            guard value.count <= CustomField.longestValue else {
                throw .valueNotAcceptable(key, "\(CustomField.longestValue) characters at most")
            }
        case .number:
            // Digits as they were written: an amount is not rounded.
            guard value.count <= 40, value.wholeMatch(of: /-?[0-9]+(\.[0-9]+)?/) != nil else {
                throw .valueNotAcceptable(key, "a number such as 12 or 0.5")
            }
        case .choice:
            guard choices.contains(value) else { throw .valueNotAcceptable(key, "one of its choices") }
        case .date:
            guard value.wholeMatch(of: /[0-9]{4}-[0-9]{2}-[0-9]{2}/) != nil,
                Instant(rfc3339: "\(value)T00:00:00Z") != nil
            else { throw .valueNotAcceptable(key, "a date such as 2026-11-25") }
        case .bool:
            guard value == "true" || value == "false" else {
                throw .valueNotAcceptable(key, "true or false")
            }
        }
        return value
    }
}
