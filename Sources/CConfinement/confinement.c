#define _GNU_SOURCE
#include "CConfinement.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

int32_t memory_file(void) { return memfd_create("switchboard", MFD_CLOEXEC); }

/// Waits for a process that may take so long; ends it when it takes longer. Whether it was in time.
static int was_in_time(pid_t process, int32_t milliseconds) {
    int descriptor = pidfd_open(process, 0);
    struct pollfd wanted = {descriptor, POLLIN, 0};
    int ready;
    do ready = poll(&wanted, 1, milliseconds);
    while (ready < 0 && errno == EINTR);
    if (ready <= 0) kill(process, SIGKILL);
    if (descriptor >= 0) close(descriptor);
    return ready > 0;
}

int32_t confined_run(
    const char *program, char *const arguments[], int32_t input, int32_t output, int32_t milliseconds, int32_t *status
) {
    char libraries[4096];
    const char *path = getenv("LD_LIBRARY_PATH");
    snprintf(libraries, sizeof libraries, "LD_LIBRARY_PATH=%s", path == NULL ? "" : path);
    // Each further arena of malloc would take 64 MB of the address space.
    char *const environment[] = {"MALLOC_ARENA_MAX=2", libraries, NULL};
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, input, 0);
    posix_spawn_file_actions_adddup2(&files, output, 1);
    posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclosefrom_np(&files, 3);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    pid_t process = 0;
    int failure = posix_spawn(&process, program, &files, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    *status = failure;
    if (failure != 0) return confined_not_started;
    int in_time = was_in_time(process, milliseconds), ending = 0;
    while (waitpid(process, &ending, 0) < 0 && errno == EINTR) {}
    if (!in_time) return confined_late;
    *status = WIFEXITED(ending) ? WEXITSTATUS(ending) : WTERMSIG(ending);
    return WIFEXITED(ending) ? confined_ended : confined_killed;
}

static int limit(int resource, rlim_t value) {
    struct rlimit both = {value, value};
    return setrlimit(resource, &both);
}

int32_t leave_no_core(void) {
    // Both: what is piped to a program, as systemd's, does not ask for the limit.
    return prctl(PR_SET_DUMPABLE, 0) != 0 || limit(RLIMIT_CORE, 0) != 0 ? -1 : 0;
}

int32_t confine_resources(struct confinement limits) {
    int failed = prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || leave_no_core() != 0
        || limit(RLIMIT_CPU, (rlim_t)limits.processor_seconds) != 0
        || limit(RLIMIT_AS, (rlim_t)limits.address_space) != 0 || limit(RLIMIT_FSIZE, (rlim_t)limits.output) != 0
        || limit(RLIMIT_NOFILE, 64) != 0;
    return failed ? -1 : 0;
}

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#define FORBID SECCOMP_RET_ERRNO | EPERM
#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define RETURN(action) BPF_STMT(BPF_RET | BPF_K, action)
#define FORBID_CALL(number) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1), RETURN(FORBID)

int32_t confine_calls(void) {
#ifndef ARCHITECTURE
    return -1;
#else
    struct sock_filter rules[] = {
        LOAD(arch),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0),
        RETURN(SECCOMP_RET_KILL_PROCESS),
        LOAD(nr),
#ifdef __x86_64__
        // The same calls under other numbers (x32).
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1),
        RETURN(FORBID),
        FORBID_CALL(__NR_open),
        FORBID_CALL(__NR_creat),
        FORBID_CALL(__NR_fork),
        FORBID_CALL(__NR_vfork),
#endif
        // Threads are made, processes are not; what clone3 makes cannot be seen from here, and glibc goes on with clone.
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_clone3, 0, 1),
        RETURN(SECCOMP_RET_ERRNO | ENOSYS),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_clone, 0, 4),
        LOAD(args[0]),
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 1, 0),
        RETURN(FORBID),
        LOAD(nr),
        FORBID_CALL(__NR_socket),
        FORBID_CALL(__NR_socketpair),
        FORBID_CALL(__NR_connect),
        FORBID_CALL(__NR_execve),
        FORBID_CALL(__NR_execveat),
        FORBID_CALL(__NR_ptrace),
        FORBID_CALL(__NR_process_vm_readv),
        FORBID_CALL(__NR_process_vm_writev),
        FORBID_CALL(__NR_kill),
        FORBID_CALL(__NR_tkill),
        FORBID_CALL(__NR_pidfd_open),
        FORBID_CALL(__NR_io_uring_setup),
        FORBID_CALL(__NR_openat2),
        FORBID_CALL(__NR_memfd_create),
        FORBID_CALL(__NR_unlinkat),
        FORBID_CALL(__NR_renameat2),
        FORBID_CALL(__NR_mount),
        FORBID_CALL(__NR_bpf),
        // Files are read alone: those of fonts and of character sets.
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_openat, 0, 3),
        LOAD(args[2]),
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, O_WRONLY | O_RDWR | O_CREAT | O_TRUNC, 0, 1),
        RETURN(FORBID),
        RETURN(SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {sizeof rules / sizeof *rules, rules};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return -1;
    return syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program) == 0 ? 0 : -1;
#endif
}
