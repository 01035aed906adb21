import Base
import Foundation
package import Storage

/// Where the contract of ``Blobs`` is tested: a folder, and a bucket where the test command has started a store.
package enum TestBlobs: String, CaseIterable, Sendable {
    case folder
    case bucket

    /// What `scripts/with-object-store` tells.
    package struct Store: Sendable {
        /// `s3://…`, without a prefix.
        package let address: String
        package let keys: ObjectStoreKeys
    }

    package static let store: Store? = {
        let environment = ProcessInfo.processInfo.environment
        guard let address = environment["SWITCHBOARD_TEST_S3"],
            let accessKey = environment["SWITCHBOARD_TEST_S3_ACCESS_KEY_ID"],
            let secret = environment["SWITCHBOARD_TEST_S3_SECRET_ACCESS_KEY"]
        else { return nil }
        let keys = ObjectStoreKeys(accessKey: Redacted(accessKey), secret: Redacted(secret))
        return Store(address: address, keys: keys)
    }()

    /// Many suites share two cores: a store that is waited for is slow, not wrong.
    package static var patient: ObjectStorePatience {
        var patience = ObjectStorePatience()
        patience.connecting = .seconds(600)
        patience.answering = .seconds(600)
        patience.altogether = .seconds(600)
        return patience
    }

    /// The kinds that there are in this run.
    package static let all: [Self] = store == nil ? [.folder] : [.folder, .bucket]

    /// A place of one test's own in the store's bucket.
    package static func location(_ store: Store) throws -> S3Location {
        let prefix = UUID().uuidString.lowercased()
        return try S3Location(store.address.replacingOccurrences(of: "/?", with: "/\(prefix)?"))
    }
}
