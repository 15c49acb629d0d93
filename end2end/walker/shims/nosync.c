/* Commits that reach no disk: what the server would do without durability, as `synchronous = off` does. Only a bench
   loads this (LD_PRELOAD), so that the product needs no such setting. */

int fsync(int fd) {
    (void)fd;
    return 0;
}

int fdatasync(int fd) {
    (void)fd;
    return 0;
}
