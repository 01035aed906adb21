/// What changed from one version of an API to another.
package struct APIDifference: Sendable, Hashable, Codable {
    package enum Kind: String, Sendable, Hashable, Codable {
        case added, removed, changed
    }

    /// Why something counts as it does.
    ///
    /// A code that was written once is never renamed: change logs keep it.
    package enum Rule: String, Sendable, Hashable, Codable, CaseIterable {
        case entryAdded = "entry_added", entryRemoved = "entry_removed", entryDeprecated = "entry_deprecated"
        case addressChanged = "address_changed", nameChanged = "name_changed"
        case serverRemoved = "server_removed", serverAdded = "server_added"
        case securityRequired = "security_required", securityLifted = "security_lifted"
        case parameterRemoved = "parameter_removed", parameterAdded = "parameter_added"
        case requiredParameterAdded = "required_parameter_added"
        case memberRemoved = "member_removed", memberAdded = "member_added"
        case requiredMemberAdded = "required_member_added"
        case becameRequired = "became_required", becameOptional = "became_optional"
        case mayBeMissing = "may_be_missing", isAlwaysThere = "is_always_there"
        case typeChanged = "type_changed", typeWidened = "type_widened"
        case nullNotTaken = "null_not_taken", nullTaken = "null_taken", mayBeNull = "may_be_null", neverNull =
            "never_null"
        case valueRemoved = "value_removed", valueAdded = "value_added", unknownValue = "unknown_value"
        case boundTightened = "bound_tightened", boundLoosened = "bound_loosened"
        case answerBoundTightened = "answer_bound_tightened", answerBoundLoosened = "answer_bound_loosened"
        case standardChanged = "standard_changed"
        case bodyRequired = "body_required"
        case contentRemoved = "content_removed", contentAdded = "content_added"
        case successRemoved = "success_removed", answerRemoved = "answer_removed", answerAdded =
            "answer_added"
        case errorAdded = "error_added", errorRemoved = "error_removed"
        case fieldDeprecated = "field_deprecated"
        case versionDeprecated = "version_deprecated"
    }

    package struct Change: Sendable, Hashable, Codable {
        package let kind: Kind
        package let rule: Rule
        package let isBreaking: Bool
        /// The entry's key: in the newer version where it is there, else in the older; empty for the API itself.
        package let key: String
        /// The entry as it is named, such as `POST /api/v3/order`.
        package let entry: String
        /// Where within it, such as `price` of the body; empty for the entry itself.
        package let place: String
        package let before: String
        package let after: String
    }

    /// Those that break callers first, each in the order of the document.
    package let changes: [Change]
    /// Whether there are more than are kept.
    package let isCut: Bool

    package var breakingCount: Int { changes.count { $0.isBreaking } }
    package var isEmpty: Bool { changes.isEmpty }

    /// Compares two versions.
    package init(from older: APIDocument, to newer: APIDocument) {
        var comparison = APIComparison(older, newer)
        comparison.run()
        changes = comparison.changes.filter(\.isBreaking) + comparison.changes.filter { !$0.isBreaking }
        isCut = comparison.isFull
    }

    /// Nothing but what is told of a version as a whole.
    init(_ rules: [Rule] = []) {
        changes = rules.map {
            Change(
                kind: $0.kind,
                rule: $0,
                isBreaking: $0.isBreaking,
                key: "",
                entry: "",
                place: "",
                before: "",
                after: ""
            )
        }
        isCut = false
    }

    /// The same with what is told of the version as a whole.
    func with(_ rules: [Rule]) -> APIDifference {
        APIDifference(changes: changes + APIDifference(rules).changes, isCut: isCut)
    }

    private init(changes: [Change], isCut: Bool) {
        self.changes = changes
        self.isCut = isCut
    }
}

extension APIDifference.Rule {
    /// Whether callers who do nothing may be broken by it; docs/knowledge.md says why.
    var isBreaking: Bool {
        switch self {
        case .entryRemoved, .addressChanged, .serverRemoved, .securityRequired, .parameterRemoved,
            .requiredParameterAdded, .memberRemoved, .requiredMemberAdded, .becameRequired, .mayBeMissing,
            .typeChanged, .nullNotTaken, .mayBeNull, .valueRemoved, .unknownValue, .boundTightened,
            .answerBoundLoosened, .standardChanged, .bodyRequired, .contentRemoved, .successRemoved:
            true
        case .entryAdded, .entryDeprecated, .nameChanged, .serverAdded, .securityLifted, .parameterAdded,
            .memberAdded, .becameOptional, .isAlwaysThere, .typeWidened, .nullTaken, .neverNull, .valueAdded,
            .boundLoosened, .answerBoundTightened, .contentAdded, .answerRemoved, .answerAdded, .errorAdded,
            .errorRemoved,
            .fieldDeprecated, .versionDeprecated:
            false
        }
    }

    var kind: APIDifference.Kind {
        switch self {
        case .entryAdded, .serverAdded, .parameterAdded, .requiredParameterAdded, .memberAdded,
            .requiredMemberAdded, .valueAdded, .unknownValue, .contentAdded, .answerAdded, .errorAdded:
            .added
        case .entryRemoved, .serverRemoved, .parameterRemoved, .memberRemoved, .valueRemoved, .contentRemoved,
            .successRemoved, .answerRemoved, .errorRemoved:
            .removed
        default: .changed
        }
    }
}
