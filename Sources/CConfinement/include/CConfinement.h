#include <stdint.h>

// A process of our own for a file of a stranger's: how it is started, and what it may not do.

enum confined_ending {
    /// `status` is what it ended with.
    confined_ended = 0,
    /// A signal ended it: it crashed, or met a limit. `status` is the signal.
    confined_killed = 1,
    /// It took longer than it may and was ended.
    confined_late = 2,
    /// It could not be started. `status` is the errno.
    confined_not_started = 3
};

/// Runs a program until it ends, with two open files as its standard input and output, nothing as its standard error, no
/// other file, and of the environment only where the libraries are. Blocks.
///
/// Returns a `confined_ending`.
int32_t confined_run(
    const char *program, char *const arguments[], int32_t input, int32_t output, int32_t milliseconds, int32_t *status
);

struct confinement {
    int32_t processor_seconds;
    /// Of everything that is mapped, in bytes.
    int64_t address_space;
    /// Of what it writes, in bytes.
    int64_t output;
};

/// Lets no memory of this process get to a file when it crashes, nor to other programs of its user. 0 when it holds.
int32_t leave_no_core(void);

/// Limits this process for good, and has it ended with its parent. It leaves no core file. 0 when all of it holds.
int32_t confine_resources(struct confinement limits);

/// Forbids this process for good, all its threads, to reach the network, to start programs, to look at other processes and
/// to open files for writing (seccomp; EPERM). 0 when it holds; -1 where the kernel cannot.
int32_t confine_calls(void);

/// An empty file in memory, closed on exec. Its descriptor; -1 where there is none.
int32_t memory_file(void);
