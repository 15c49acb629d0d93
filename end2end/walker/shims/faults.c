/* A sick disk and a wrong clock for one process: preloaded into the server, told by a file what to do.
 *
 * The file named by FAULTS_CONTROL holds three numbers of 64 bits: which fault, by how many seconds the clock is wrong,
 * and how many calls have failed so far. Whoever writes it is heard at once. Only databases and their logs are sick. */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum fault { WELL, FULL, READ_ONLY, NO_SYNC };

enum call { GROWS, CHANGES, SYNCS };

struct control {
    volatile int64_t fault;
    volatile int64_t seconds;
    int64_t failed;
};

static struct control well;
static struct control *control = &well;

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("FAULTS_CONTROL");
    int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
    if (fd < 0)
        return;
    void *at = mmap(NULL, sizeof(struct control), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    if (at != MAP_FAILED)
        control = at;
}

static int ends(const char *path, ssize_t length, const char *end) {
    ssize_t its = (ssize_t)strlen(end);
    return length >= its && memcmp(path + length - its, end, (size_t)its) == 0;
}

static int is_database(int fd) {
    char link[32], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path);
    return ends(path, length, ".db") || ends(path, length, ".db-wal");
}

/* The error of a call on this file; 0 where it is let through. */
static int error(int fd, enum call call) {
    int64_t fault = control->fault;
    int why = fault == FULL && call == GROWS       ? ENOSPC
              : fault == READ_ONLY && call != SYNCS ? EROFS
              : fault == NO_SYNC && call == SYNCS   ? EIO
                                                    : 0;
    if (!why || !is_database(fd))
        return 0;
    __atomic_add_fetch(&control->failed, 1, __ATOMIC_RELAXED);
    return why;
}

static int fails(int fd, enum call call) {
    int why = error(fd, call);
    if (why)
        errno = why;
    return why != 0;
}

ssize_t write(int fd, const void *bytes, size_t count) {
    return fails(fd, GROWS) ? -1 : syscall(SYS_write, fd, bytes, count);
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) {
    return fails(fd, GROWS) ? -1 : syscall(SYS_pwrite64, fd, bytes, count, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at) {
    return fails(fd, GROWS) ? -1 : syscall(SYS_pwrite64, fd, bytes, count, at);
}

int ftruncate(int fd, off_t length) { return fails(fd, CHANGES) ? -1 : (int)syscall(SYS_ftruncate, fd, length); }

int ftruncate64(int fd, off64_t length) { return fails(fd, CHANGES) ? -1 : (int)syscall(SYS_ftruncate, fd, length); }

int fallocate(int fd, int mode, off_t at, off_t length) {
    return fails(fd, GROWS) ? -1 : (int)syscall(SYS_fallocate, fd, mode, at, length);
}

/* Those two give the error itself. */
int posix_fallocate(int fd, off_t at, off_t length) {
    int why = error(fd, GROWS);
    return why ? why : syscall(SYS_fallocate, fd, 0, at, length) ? errno : 0;
}

int posix_fallocate64(int fd, off64_t at, off64_t length) { return posix_fallocate(fd, at, length); }

int fsync(int fd) { return fails(fd, SYNCS) ? -1 : (int)syscall(SYS_fsync, fd); }

int fdatasync(int fd) { return fails(fd, SYNCS) ? -1 : (int)syscall(SYS_fdatasync, fd); }

int clock_gettime(clockid_t clock, struct timespec *now) {
    int done = (int)syscall(SYS_clock_gettime, clock, now);
    if (!done && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
        now->tv_sec += control->seconds;
    return done;
}

int gettimeofday(struct timeval *now, void *zone) {
    struct timespec it;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &it);
    now->tv_sec = it.tv_sec;
    now->tv_usec = it.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *now) {
    struct timespec it;
    clock_gettime(CLOCK_REALTIME, &it);
    if (now)
        *now = it.tv_sec;
    return it.tv_sec;
}
