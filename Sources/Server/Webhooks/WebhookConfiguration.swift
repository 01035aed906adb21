import Base

/// Where a program of the operator's hears what happened.
struct WebhookConfiguration: Sendable {
    /// `https://…`; plain `http` to this machine alone.
    var url: String
    /// What it checks the signature with: 32 bytes at least.
    var secret: Redacted<[UInt8]>
}
