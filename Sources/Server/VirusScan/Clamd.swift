import Base
import Conversations
import Logging
import NIOCore
import NIOPosix

/// Asks clamd, the server of ClamAV, about files (its protocol: clamd(8), COMMANDS).
///
/// Who cannot be asked has not said that a file is harmless: then it is not taken.
struct Clamd: VirusScanning {
    private let address: ClamdAddress
    private let logger: Logger
    /// How long an answer may take.
    private let patience: TimeAmount

    /// How much goes into a chunk of `INSTREAM`, in bytes.
    private static let chunk = 256 * 1024

    init(_ address: ClamdAddress, logger: Logger, patience: Duration = .seconds(30)) {
        self.address = address
        self.logger = logger
        self.patience = .seconds(patience.components.seconds)
    }

    func scan(_ content: [UInt8]) async throws {
        let answer = try await ask("INSTREAM", sending: content)
        switch answer.verdict {
        case .harmless: return
        case .infected(let signature):
            logger.notice("a file holds a harmful program", metadata: ["signature": "\(signature)"])
            throw AttachmentError.infected
        case .unknown: throw unavailable("clamd answered: \(answer.text ?? "")")
        }
    }

    /// Whether clamd answers.
    ///
    /// Throws: ``AttachmentError/scannerUnavailable(_:)``.
    func check() async throws {
        let answer = try await ask("PING", sending: nil)
        guard answer.text == "PONG" else { throw unavailable("clamd answered: \(answer.text ?? "")") }
    }

    private func ask(_ command: String, sending content: [UInt8]?) async throws -> ClamdAnswer {
        do {
            let channel = try await connect()
            let lateness = channel.channel.eventLoop.scheduleTask(in: patience) {
                channel.channel.close(promise: nil)
            }
            defer { lateness.cancel() }
            return try await channel.executeThenClose { inbound, outbound in
                try await outbound.write(ByteBuffer(string: "z\(command)\0"))
                if let content { try await send(content, to: outbound) }
                return try await Self.answer(from: inbound)
            }
        } catch let error as AttachmentError {
            throw error
        } catch {
            throw unavailable("\(error)")
        }
    }

    private func connect() async throws -> NIOAsyncChannel<ByteBuffer, ByteBuffer> {
        let bootstrap = ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup).connectTimeout(
            .seconds(5)
        )
        let opened: @Sendable (any Channel) -> EventLoopFuture<NIOAsyncChannel<ByteBuffer, ByteBuffer>> = {
            channel in
            channel.eventLoop.makeCompletedFuture {
                try NIOAsyncChannel(wrappingChannelSynchronously: channel)
            }
        }
        switch address {
        case .socket(let path):
            return try await bootstrap.connect(unixDomainSocketPath: path, channelInitializer: opened)
        case .host(let host, let port):
            return try await bootstrap.connect(host: host, port: port, channelInitializer: opened)
        }
    }

    /// Each chunk after its length; an empty one is the end.
    private func send(_ content: [UInt8], to outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>) async throws
    {
        for start in stride(from: 0, to: content.count, by: Self.chunk) {
            let part = content[start..<min(content.count, start + Self.chunk)]
            var buffer = ByteBuffer()
            buffer.writeInteger(UInt32(part.count))
            buffer.writeBytes(part)
            try await outbound.write(buffer)
        }
        try await outbound.write(ByteBuffer(integer: UInt32(0)))
    }

    private static func answer(
        from inbound: NIOAsyncChannelInboundStream<ByteBuffer>
    ) async throws -> ClamdAnswer {
        var answer = ClamdAnswer()
        for try await part in inbound where answer.take(Array(part.readableBytesView)) { break }
        guard answer.text != nil else {
            throw AttachmentError.scannerUnavailable("clamd gave no answer")
        }
        return answer
    }

    private func unavailable(_ why: String) -> AttachmentError {
        logger.error("files cannot be scanned", metadata: ["clamd": "\(address)", "why": "\(why)"])
        return .scannerUnavailable(why)
    }
}
