import Base
import NIOCore
import NIOWebSocket
import OrderedCollections

/// How a connection is kept, written to, and ended.
extension RealtimeConnection {
    /// Tells the heads of the subscriptions, asks a silent client for a sign of life, ends one that gives none.
    func beat(_ heads: [String: Head], at now: Instant) {
        context?.eventLoop.execute {
            guard !self.isClosing, let context = self.context else { return }
            let silence = now - self.heardAt
            if silence >= self.limits.silence {
                self.close(.silent)
                return
            }
            for topic in self.subscriptions.keys {
                guard let head = heads[topic] else { continue }
                guard context.channel.isWritable else { continue }
                self.write(
                    ServerFrame.head(topic, head, showsNotes: self.participant.isAgent),
                    flushes: false
                )
                if self.subscriptions[topic]?.isReplaying == true { continue }
                let verdict = self.subscriptions[topic]?.heard(head, showsNotes: self.participant.isAgent)
                if verdict == .replay { self.replay(topic) }
            }
            if silence >= self.limits.heartbeat {
                let ping = WebSocketFrame(fin: true, opcode: .ping, data: ByteBuffer())
                context.write(self.wrapOutboundOut(ping), promise: nil)
            }
            context.flush()
        }
    }

    // MARK: Ending and writing

    /// The session is over.
    func expel() {
        context?.eventLoop.execute { self.close(.signedOut) }
    }

    /// Writes a frame; a reader who has not taken so much that was written before is disconnected instead.
    func write(_ text: String, flushes: Bool = true) {
        guard let context, !isClosing else { return }
        guard context.channel.isWritable else {
            close(.slowReader)
            return
        }
        let frame = WebSocketFrame(
            fin: true,
            opcode: .text,
            data: context.channel.allocator.buffer(string: text)
        )
        context.write(wrapOutboundOut(frame), promise: nil)
        if flushes { context.flush() }
    }

    func close(_ reason: CloseReason) {
        guard let context, !isClosing else { return }
        isClosing = true
        var data = context.channel.allocator.buffer(capacity: 2)
        data.write(webSocketErrorCode: WebSocketErrorCode(codeNumber: Int(reason.rawValue)))
        let frame = WebSocketFrame(fin: true, opcode: .connectionClose, data: data)
        context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
        // The reason stands behind what a slow reader has yet to read; a silent one reads nothing any more.
        let delay: TimeAmount = reason == .silent ? .milliseconds(200) : .seconds(5)
        context.eventLoop.scheduleTask(in: delay) { self.context?.close(promise: nil) }
        end()
    }
}
