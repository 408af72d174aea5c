// SPDX-License-Identifier: Apache-2.0
/* What sending a message takes by send(2), by io_uring, and by io_uring without a copy (SEND_ZC), for sizes from 1 KiB to 1 MiB over the
   loopback device: processor time of the thread that sends and of the one that receives, and whether the system has copied after all. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/io_uring.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { ENTRIES = 8, LARGEST = 1 << 20, ROUNDS = 5 };
static const size_t BYTES = (size_t) 1 << 29; /* of each measurement, but at most 200,000 messages */
static const char *WAYS[] = {"send", "ring", "ring, zero copy"};
enum { BY_CALL, BY_RING, WITHOUT_COPY };

static int ring;
static uint32_t *sq_tail, *cq_head, *cq_tail;
static uint32_t sq_mask, cq_mask;
static struct io_uring_sqe *sqes;
static struct io_uring_cqe *cqes;
static char *memory;
static long copied, told;

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void *map(size_t size, int fd, off_t offset) {
    int flags = fd < 0 ? MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE : MAP_SHARED | MAP_POPULATE;
    void *mapped = mmap(NULL, size, PROT_READ | PROT_WRITE, flags, fd, offset);
    if (mapped == MAP_FAILED) {
        fail("mmap");
    }
    return mapped;
}

static void open_ring(void) {
    struct io_uring_params params = {.flags = IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN};
    ring = (int) syscall(SYS_io_uring_setup, ENTRIES, &params);
    if (ring < 0) {
        fail("io_uring_setup");
    }
    size_t submissions = params.sq_off.array + params.sq_entries * sizeof(uint32_t);
    size_t completions = params.cq_off.cqes + params.cq_entries * sizeof *cqes;
    char *queues = map(submissions > completions ? submissions : completions, ring, IORING_OFF_SQ_RING);
    sqes = map(params.sq_entries * sizeof *sqes, ring, IORING_OFF_SQES);
    sq_tail = (uint32_t *) (queues + params.sq_off.tail);
    cq_head = (uint32_t *) (queues + params.cq_off.head);
    cq_tail = (uint32_t *) (queues + params.cq_off.tail);
    cqes = (struct io_uring_cqe *) (queues + params.cq_off.cqes);
    sq_mask = params.sq_entries - 1;
    cq_mask = params.cq_entries - 1;
    for (uint32_t i = 0; i < params.sq_entries; i++) {
        ((uint32_t *) (queues + params.sq_off.array))[i] = i;
    }
}

static double processor_time(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return (double) time.tv_sec * 1e6 + (double) time.tv_nsec / 1e3;
}

static void run_on(int core) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(core, &set);
    sched_setaffinity(0, sizeof set, &set);
}

static void *receive_all(void *socket) {
    static char sink[256 * 1024];
    run_on(1);
    while (recv(*(int *) socket, sink, sizeof sink, 0) > 0) {
    }
    return NULL;
}

static void enter(unsigned submitted, unsigned wanted) {
    if (syscall(SYS_io_uring_enter, ring, submitted, wanted, IORING_ENTER_GETEVENTS, NULL, 0) < 0 && errno != EINTR) {
        fail("io_uring_enter");
    }
}

/* Sends by the ring, and waits until the system has the bytes and, without a copy, until it needs the memory no more. */
static size_t send_by_ring(int fd, const char *bytes, size_t size, int without_copy) {
    struct io_uring_sqe *sqe = &sqes[*sq_tail & sq_mask];
    memset(sqe, 0, sizeof *sqe);
    sqe->opcode = without_copy ? IORING_OP_SEND_ZC : IORING_OP_SEND;
    sqe->ioprio = without_copy ? IORING_SEND_ZC_REPORT_USAGE : 0;
    sqe->fd = fd;
    sqe->addr = (uintptr_t) bytes;
    sqe->len = (uint32_t) size;
    sqe->msg_flags = MSG_WAITALL;
    __atomic_store_n(sq_tail, *sq_tail + 1, __ATOMIC_RELEASE);
    unsigned submitted = 1;
    size_t sent = 0;
    for (int more = 1; more;) {
        enter(submitted, 1);
        submitted = 0;
        while (*cq_head != __atomic_load_n(cq_tail, __ATOMIC_ACQUIRE)) {
            struct io_uring_cqe *cqe = &cqes[*cq_head & cq_mask];
            if (cqe->flags & IORING_CQE_F_NOTIF) {
                told++;
                copied += ((uint32_t) cqe->res & IORING_NOTIF_USAGE_ZC_COPIED) != 0;
            } else if (cqe->res < 0) {
                errno = -cqe->res;
                fail(without_copy ? "SEND_ZC" : "SEND");
            } else {
                sent = (size_t) cqe->res;
            }
            more = (cqe->flags & IORING_CQE_F_MORE) != 0;
            __atomic_store_n(cq_head, *cq_head + 1, __ATOMIC_RELEASE);
        }
    }
    return sent;
}

static void send_all(int fd, size_t size, int way) {
    for (size_t at = 0; at < size;) {
        ssize_t sent = way == BY_CALL ? send(fd, memory + at, size - at, 0)
                                      : (ssize_t) send_by_ring(fd, memory + at, size - at, way == WITHOUT_COPY);
        if (sent < 0) {
            fail("send");
        }
        at += (size_t) sent;
    }
}

static void connect_pair(int *here, int *there) {
    int on = 1;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t length = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(listener, (struct sockaddr *) &address, length) < 0 || listen(listener, 1) < 0
        || getsockname(listener, (struct sockaddr *) &address, &length) < 0) {
        fail("listen");
    }
    *here = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(*here, (struct sockaddr *) &address, length) < 0 || (*there = accept(listener, NULL, NULL)) < 0) {
        fail("connect");
    }
    close(listener);
    setsockopt(*here, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

static void measure(size_t size, int way) {
    int here, there;
    pthread_t receiver;
    clockid_t receivers_clock;
    size_t messages = BYTES / size > 200000 ? 200000 : BYTES / size;
    connect_pair(&here, &there);
    pthread_create(&receiver, NULL, receive_all, &there);
    pthread_getcpuclockid(receiver, &receivers_clock);
    for (size_t i = 0; i < messages / 10; i++) {
        send_all(here, size, way);
    }
    copied = told = 0;
    double sender = processor_time(CLOCK_THREAD_CPUTIME_ID);
    double received = processor_time(receivers_clock);
    double begin = processor_time(CLOCK_MONOTONIC);
    for (size_t i = 0; i < messages; i++) {
        send_all(here, size, way);
    }
    double end = processor_time(CLOCK_MONOTONIC);
    double many = (double) messages;
    printf("%8zu  %-15s  %8.2f  %8.2f  %8.2f", size, WAYS[way],
           (processor_time(CLOCK_THREAD_CPUTIME_ID) - sender) / many,
           (processor_time(receivers_clock) - received) / many, (end - begin) / many);
    if (way == WITHOUT_COPY) {
        printf("  %.0f%%", 100.0 * (double) copied / (double) told);
    }
    printf("\n");
    fflush(stdout);
    shutdown(here, SHUT_WR);
    pthread_join(receiver, NULL);
    close(here);
    close(there);
}

int main(void) {
    run_on(0);
    open_ring();
    memory = map(LARGEST, -1, 0);
    printf("us of a processor for a message, of who sends and who receives; us from one to the next; how many were copied after all\n");
    printf("%8s  %-15s  %8s  %8s  %8s  %s\n", "bytes", "way", "sender", "receiver", "time", "copied");
    for (int round = 0; round < ROUNDS; round++) {
        for (size_t size = 1024; size <= LARGEST; size *= 4) {
            for (int way = BY_CALL; way <= WITHOUT_COPY; way++) {
                measure(size, way);
            }
        }
    }
}
