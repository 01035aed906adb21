package import Base

/// Why an object store cannot be used, for the operator: the log, `doctor` and the other commands show it.
package enum ObjectStoreError: DomainError, Hashable {
    case bucketMissing(String)
    /// The key may not do this.
    case accessDenied(to: String)
    case keyUnknown
    case secretWrong
    case clockWrong
    /// The bucket is elsewhere; nil when the store does not say where.
    case regionWrong(right: String?)
    case unreachable(String)
    /// It answered with this status each time.
    case busy(status: Int)
    /// An answer that is none of S3's, or is larger than anything asked for.
    case answerUnusable(String)
    case refused(status: Int, code: String)

    package var problem: Problem {
        switch self {
        case .bucketMissing(let bucket):
            Problem(
                503,
                "object_store_bucket_missing",
                "There is no bucket \(bucket) at the object store.",
                try: "Make it, or mend its name in blobs."
            )
        case .accessDenied(let action):
            Problem(
                503,
                "object_store_access_denied",
                "The object store does not let the key \(action).",
                try:
                    "Allow it s3:ListBucket on the bucket, and s3:GetObject, s3:PutObject and s3:DeleteObject in it."
            )
        case .keyUnknown:
            Problem(
                503,
                "object_store_key_unknown",
                "The object store does not know the access key.",
                try: "Mend s3.access.key.id."
            )
        case .secretWrong:
            Problem(
                503,
                "object_store_secret_wrong",
                "The object store found a wrong signature.",
                try: "Mend s3.secret.access.key; if it is right, a proxy changes the Host header."
            )
        case .clockWrong:
            Problem(
                503,
                "object_store_clock_wrong",
                "This machine's clock and the object store's differ by 15 minutes or more.",
                try: "Set the clocks by NTP."
            )
        case .regionWrong(let right):
            Problem(
                503,
                "object_store_region_wrong",
                "The bucket is in \(right.map { "the region \($0)" } ?? "another region").",
                try: "Mend region=, and endpoint= where there is one, in blobs."
            )
        case .unreachable(let reason):
            Problem(
                503,
                "object_store_unreachable",
                "The object store cannot be reached: \(reason).",
                try: "Is it running, is endpoint= in blobs right, and may this machine connect to it?"
            )
        case .busy(let status):
            Problem(
                503,
                "object_store_busy",
                "The object store answers \(status), again and again.",
                try: "Look at the object store; what could not be stored was not acknowledged."
            )
        case .answerUnusable(let reason):
            Problem(
                503,
                "object_store_answer_unusable",
                "The object store's answer cannot be used: \(reason).",
                try: "Is endpoint= in blobs an S3-compatible store, and not its console or a proxy?"
            )
        case .refused(let status, let code):
            Problem(
                503,
                "object_store_refused",
                "The object store answers \(status) \(code).",
                try: "Its documentation says what that means."
            )
        }
    }
}

extension ObjectStoreError {
    /// What an answer other than the ones expected means.
    ///
    /// - `action`: What was tried, for the sentence "does not let the key …".
    init(_ answer: S3Answer, bucket: String, action: String) {
        let code = answer.code ?? ""
        switch (answer.status, code) {
        case (_, "NoSuchBucket"): self = .bucketMissing(bucket)
        case (_, "InvalidAccessKeyId"): self = .keyUnknown
        case (_, "SignatureDoesNotMatch"): self = .secretWrong
        case (_, "RequestTimeTooSkewed"): self = .clockWrong
        case (301, _), (307, _), (_, "AuthorizationHeaderMalformed"):
            self = .regionWrong(right: answer.region)
        case (403, _), (401, _): self = .accessDenied(to: action)
        default: self = .refused(status: answer.status, code: String(code.prefix(80)))
        }
    }
}
