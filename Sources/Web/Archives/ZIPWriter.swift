package import Base
import CArchive

/// Writes a ZIP archive a file at a time, so that no more than one file of it is in memory; by libarchive.
///
/// Not for several tasks at once. Names may have any characters; readers of any system show them (APPNOTE 4.4.4, bit 11).
@safe package final class ZIPWriter {
    /// What libarchive wrote and nobody took yet.
    private final class Output {
        var bytes: [UInt8] = []
    }

    private let archive: OpaquePointer
    private let output = Output()

    /// Throws: ``ZIPError``.
    package init() throws(ZIPError) {
        guard let archive = unsafe archive_write_new() else { throw ZIPError("no memory") }
        unsafe self.archive = archive
        try check(unsafe archive_write_set_format_zip(archive))
        try check(unsafe archive_write_set_options(archive, "zip:compression=deflate,zip:hdrcharset=UTF-8"))
        // Whatever is written is given out, without the blocks of tapes.
        try check(unsafe archive_write_set_bytes_per_block(archive, 0))
        let context = unsafe Unmanaged.passUnretained(output).toOpaque()
        try check(
            unsafe archive_write_open(
                archive,
                context,
                nil,
                { _, context, bytes, count in
                    guard let context = unsafe context, let bytes = unsafe bytes else { return -1 }
                    let output = unsafe Unmanaged<Output>.fromOpaque(context).takeUnretainedValue()
                    unsafe output.bytes.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
                    return count
                },
                nil
            )
        )
    }

    deinit {
        unsafe archive_write_free(archive)
    }

    /// Adds a file.
    ///
    /// - `path`: With `/` between folders.
    /// - Returns: What comes next in the archive.
    /// - Throws: ``ZIPError``.
    package func add(_ path: String, _ content: [UInt8], modifiedAt: Instant) throws(ZIPError) -> [UInt8] {
        guard let entry = unsafe archive_entry_new() else { throw ZIPError("no memory") }
        defer { unsafe archive_entry_free(entry) }
        unsafe archive_entry_set_pathname_utf8(entry, path)
        unsafe archive_entry_set_size(entry, Int64(content.count))
        unsafe archive_entry_set_filetype(entry, UInt32(S_IFREG))
        unsafe archive_entry_set_perm(entry, 0o644)
        unsafe archive_entry_set_mtime(entry, Int(modifiedAt.milliseconds / 1000), 0)
        try check(unsafe archive_write_header(archive, entry))
        let written = unsafe content.withUnsafeBytes { bytes in
            unsafe archive_write_data(archive, bytes.baseAddress, bytes.count)
        }
        guard written == content.count else { throw failure }
        return take()
    }

    /// Ends the archive.
    ///
    /// - Returns: The rest of it.
    /// - Throws: ``ZIPError``.
    package func finish() throws(ZIPError) -> [UInt8] {
        try check(unsafe archive_write_close(archive))
        return take()
    }

    private func take() -> [UInt8] {
        defer { output.bytes.removeAll(keepingCapacity: true) }
        return output.bytes
    }

    private func check(_ status: Int32) throws(ZIPError) {
        // A warning is about what other programs may not read, such as a name, and the file is there.
        guard status >= ARCHIVE_WARN else { throw failure }
    }

    private var failure: ZIPError {
        ZIPError(unsafe archive_error_string(archive).map { unsafe String(cString: $0) } ?? "unknown")
    }
}

/// Why an archive cannot be written.
package struct ZIPError: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
