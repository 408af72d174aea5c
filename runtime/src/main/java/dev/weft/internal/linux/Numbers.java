// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.linux;

/** The numbers of the system's calls, which are those of the architecture. */
record Numbers(
        long read,
        long write,
        long close,
        long sendto,
        long recvfrom,
        long eventfd,
        long epollCreate,
        long epollControl,
        long epollWait,
        long recvmmsg,
        long sendmmsg,
        long getsockname,
        long mmap,
        long munmap,
        long setsockopt) {
    /** The same on all of them, as the next are. */
    static final long EPOLL_WAIT_PRECISELY = 441;

    static final long RING_SETUP = 425;
    static final long RING_ENTER = 426;
    static final long RING_REGISTER = 427;

    private static final Numbers X86_64 = new Numbers(0, 1, 3, 44, 45, 290, 291, 233, 281, 299, 307, 51, 9, 11, 54);
    private static final Numbers AARCH64 =
            new Numbers(63, 64, 57, 206, 207, 19, 20, 21, 22, 243, 269, 204, 222, 215, 208);

    /** Those of this machine. */
    static Numbers here() {
        String architecture = System.getProperty("os.arch", "");
        return switch (architecture) {
            case "amd64" -> X86_64;
            case "aarch64" -> AARCH64;
            default -> throw new UnsupportedOperationException("the calls of Linux on " + architecture);
        };
    }
}
