extension APIErrorCode {
    /// What exchanges call the parts of an error's body.
    private static let codes = ["code", "error_code", "errorCode", "err_code", "retCode"]
    private static let messages = [
        "msg", "message", "error_message", "errorMessage", "title", "detail", "retMsg",
    ]

    /// The error that an example of an answer shows; nil where it shows none.
    init?(example: DocumentValue, status: String) {
        let bodies = [example, example["error"], example["errors"]?.list?.first].compactMap(\.self)
        let body = bodies.first { body in Self.codes.contains { body[$0]?.scalar != nil } }
        guard let body, let code = Self.codes.lazy.compactMap({ body[$0]?.scalar }).first, !code.isEmpty,
            code.utf8.count <= 100
        else { return nil }
        let message = Self.messages.lazy.compactMap { body[$0]?.scalar }.first
        self.init(code: code, status: status, message: message ?? "", advice: "")
    }
}

extension SpecificationReading {
    /// The list `x-error-codes`, which descriptions may have at their root and at operations:
    /// `code`, `message`, and at will `status` and `advice`.
    mutating func errorCodes(of value: DocumentValue) throws(APIDocumentError) -> [APIErrorCode] {
        var errors: [APIErrorCode] = []
        for error in value["x-error-codes"]?.list ?? [] {
            errors.append(
                APIErrorCode(
                    code: try needed("code", of: error, "an error"),
                    status: try text("status", of: error),
                    message: try text("message", of: error),
                    advice: try text("advice", of: error)
                )
            )
        }
        return errors
    }
}

extension APIDocument {
    /// Adds the codes that the schemas of answers list in their `code`; each error stands once with its entry.
    mutating func addErrorsOfSchemas() {
        for place in entries.indices {
            var known: Set<String> = []
            var errors = entries[place].errors.filter { known.insert($0.code).inserted }
            for answer in entries[place].answers
            where answer.status.hasPrefix("4") || answer.status.hasPrefix("5") {
                for content in answer.contents {
                    for value in codes(in: content.schema) where known.insert(value.value).inserted {
                        errors.append(
                            APIErrorCode(
                                code: value.value,
                                status: answer.status,
                                message: value.meaning,
                                advice: ""
                            )
                        )
                    }
                }
            }
            entries[place].errors = errors
        }
    }

    private func codes(in schema: APISchema) -> [APISchema.Value] {
        let named = schema.reference.flatMap { schemas[$0] } ?? schema
        let property = named.properties.first { $0.name == "code" || $0.name == "error_code" }
        guard let property else { return [] }
        return (property.schema.reference.flatMap { schemas[$0] } ?? property.schema).values
    }
}
