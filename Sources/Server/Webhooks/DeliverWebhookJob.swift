import AsyncHTTPClient
import Base
import Conversations
import Foundation
import NIOCore
import NIOHTTP1
import Storage

/// Tells the operator's program that a customer missed a reply.
///
/// Only ids are kept while it waits; what it says is read when it is sent, and nothing is sent of what was read
/// meanwhile.
struct DeliverWebhookJob: Job {
    static let name = "webhook.deliver"

    let conversation: ID<Conversation>
    let seq: Int
    let happenedAt: Instant

    /// The same for every try: whoever heard it already knows it by this.
    var id: String { "\(CustomerMissedReply.name)/\(conversation)/\(seq)" }
}

/// The body, as the operator's program reads it.
private struct WebhookBody: Encodable {
    let id: String
    let type: String
    let createdAt: Instant
    let data: MissedReply
}

/// Why a webhook has to be tried again.
enum WebhookError: Error {
    case answered(status: UInt)
}

/// Sends webhooks: durable, in no order, again until they are answered with 2xx.
struct Webhooks: Sendable {
    /// How long the operator's program may take.
    private static let patience = TimeAmount.seconds(10)

    let configuration: WebhookConfiguration
    let timeline: Timeline
    let database: any Database
    let jobs: Jobs
    let clock: any WallClock

    /// What is done about a missed reply: a job, so that a slow program holds nothing else up.
    var subscription: OutboxSubscription {
        OutboxSubscription(CustomerMissedReply.self) { event in
            let job = DeliverWebhookJob(
                conversation: event.conversation,
                seq: event.seq,
                happenedAt: clock.now
            )
            try await database.write { db in try jobs.enqueue(job, key: job.id, in: db) }
        }
    }

    var handler: JobHandler {
        JobHandler(DeliverWebhookJob.self) { job in try await deliver(job) }
    }

    private func deliver(_ job: DeliverWebhookJob) async throws {
        let event = CustomerMissedReply(conversation: job.conversation, seq: job.seq)
        guard let data = try await timeline.missedReply(event) else { return }
        let body = Array(
            try WireJSON.encode(
                WebhookBody(id: job.id, type: CustomerMissedReply.name, createdAt: job.happenedAt, data: data)
            )
        )
        let signature = WebhookSignature(secret: configuration.secret)
        var request = HTTPClientRequest(url: configuration.url)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.headers.add(name: "Switchboard-Event", value: CustomerMissedReply.name)
        request.headers.add(name: "Switchboard-Delivery", value: job.id)
        request.headers.add(name: "Switchboard-Signature", value: signature.header(for: body, at: clock.now))
        request.body = .bytes(ByteBuffer(bytes: body))
        let response = try await HTTPClient.shared.execute(request, timeout: Self.patience)
        guard (200..<300).contains(response.status.code) else {
            throw WebhookError.answered(status: response.status.code)
        }
    }
}
