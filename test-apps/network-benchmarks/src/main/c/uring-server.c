// SPDX-License-Identifier: Apache-2.0
/* One io_uring loop by its system calls: multishot receives into provided buffers, and one call a turn that submits all and waits. */
#define _GNU_SOURCE
#include "server.h"
#include <errno.h>
#include <linux/io_uring.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef IORING_SETUP_DEFER_TASKRUN
#error "linux/io_uring.h is older than Linux 6.1"
#endif

enum { ENTRIES = 4096, BUFFERS = 1024, BUFFER_SIZE = 4096, GROUP = 0 };
enum { ACCEPT, RECEIVE, SEND };

/* What is sent of a buffer, which goes back when all is: from where on, up to where, and to whom. */
struct sending {
    uint32_t at;
    uint32_t size;
    int32_t fd;
};

static int ring;
static int listener;
static uint32_t *sq_head, *sq_tail, *cq_head, *cq_tail, *sq_array;
static uint32_t sq_mask, cq_mask, sq_entries;
static struct io_uring_sqe *sqes;
static struct io_uring_cqe *cqes;
static struct io_uring_buf_ring *provided;
static uint16_t provided_tail;
static char *memory;
static struct sending sendings[BUFFERS];

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static uint32_t waiting(void) {
    return *sq_tail - __atomic_load_n(sq_head, __ATOMIC_ACQUIRE);
}

static void enter(unsigned wanted) {
    if (syscall(SYS_io_uring_enter, ring, waiting(), wanted, IORING_ENTER_GETEVENTS, NULL, 0) < 0 && errno != EINTR
        && errno != EBUSY && errno != EAGAIN) {
        fail("io_uring_enter");
    }
}

static struct io_uring_sqe *next(int operation, int fd, uint64_t data) {
    while (waiting() == sq_entries) {
        enter(0);
    }
    struct io_uring_sqe *sqe = &sqes[*sq_tail & sq_mask];
    memset(sqe, 0, sizeof *sqe);
    sqe->opcode = (uint8_t) operation;
    sqe->fd = fd;
    sqe->user_data = data;
    return sqe;
}

static void queued(void) {
    __atomic_store_n(sq_tail, *sq_tail + 1, __ATOMIC_RELEASE);
}

static void *map(size_t size, off_t offset) {
    int flags = offset < 0 ? MAP_PRIVATE | MAP_ANONYMOUS : MAP_SHARED | MAP_POPULATE;
    void *mapped = mmap(NULL, size, PROT_READ | PROT_WRITE, flags, offset < 0 ? -1 : ring, offset < 0 ? 0 : offset);
    if (mapped == MAP_FAILED) {
        fail("mmap");
    }
    return mapped;
}

static void give_back(unsigned buffer) {
    struct io_uring_buf *at = &provided->bufs[provided_tail & (BUFFERS - 1)];
    at->addr = (uintptr_t) (memory + buffer * BUFFER_SIZE);
    at->len = BUFFER_SIZE;
    at->bid = (uint16_t) buffer;
    __atomic_store_n(&provided->tail, ++provided_tail, __ATOMIC_RELEASE);
}

static void open_ring(void) {
    struct io_uring_params params = {
        .flags = IORING_SETUP_SUBMIT_ALL | IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN};
    ring = (int) syscall(SYS_io_uring_setup, ENTRIES, &params);
    if (ring < 0) {
        fail("io_uring_setup");
    }
    size_t submissions = params.sq_off.array + params.sq_entries * sizeof(uint32_t);
    size_t completions = params.cq_off.cqes + params.cq_entries * sizeof *cqes;
    char *queues = map(submissions > completions ? submissions : completions, IORING_OFF_SQ_RING);
    sqes = map(params.sq_entries * sizeof *sqes, IORING_OFF_SQES);
    sq_head = (uint32_t *) (queues + params.sq_off.head);
    sq_tail = (uint32_t *) (queues + params.sq_off.tail);
    sq_array = (uint32_t *) (queues + params.sq_off.array);
    cq_head = (uint32_t *) (queues + params.cq_off.head);
    cq_tail = (uint32_t *) (queues + params.cq_off.tail);
    cqes = (struct io_uring_cqe *) (queues + params.cq_off.cqes);
    sq_entries = params.sq_entries;
    sq_mask = params.sq_entries - 1;
    cq_mask = params.cq_entries - 1;
    for (uint32_t i = 0; i < sq_entries; i++) {
        sq_array[i] = i;
    }
    provided = map(BUFFERS * sizeof(struct io_uring_buf), -1);
    memory = map((size_t) BUFFERS * BUFFER_SIZE, -1);
    struct io_uring_buf_reg registration = {
        .ring_addr = (uintptr_t) provided, .ring_entries = BUFFERS, .bgid = GROUP};
    if (syscall(SYS_io_uring_register, ring, IORING_REGISTER_PBUF_RING, &registration, 1) < 0) {
        fail("io_uring_register");
    }
    for (unsigned i = 0; i < BUFFERS; i++) {
        give_back(i);
    }
}

static void start_listening(void) {
    int on = 1;
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t) port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    listener = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *) &address, sizeof address) < 0 || listen(listener, BACKLOG) < 0) {
        fail("listen");
    }
}

static void accept_again(void) {
    next(IORING_OP_ACCEPT, listener, ACCEPT)->ioprio = IORING_ACCEPT_MULTISHOT;
    queued();
}

static void receive_again(int fd) {
    struct io_uring_sqe *sqe = next(IORING_OP_RECV, fd, RECEIVE | (uint64_t) fd << 8);
    sqe->ioprio = IORING_RECV_MULTISHOT;
    sqe->flags = IOSQE_BUFFER_SELECT;
    sqe->buf_group = GROUP;
    queued();
}

/* Waits for room. The load has one message outstanding, so what comes behind it in other buffers finds room as well. */
static void send_rest(unsigned buffer) {
    struct sending *sending = &sendings[buffer];
    const char *bytes = answers ? answer : memory + buffer * BUFFER_SIZE;
    struct io_uring_sqe *sqe = next(IORING_OP_SEND, sending->fd, SEND | (uint64_t) buffer << 8);
    sqe->addr = (uintptr_t) (bytes + sending->at);
    sqe->len = sending->size - sending->at;
    sqe->msg_flags = MSG_WAITALL;
    queued();
}

static void received(int fd, int result, uint32_t flags) {
    if (flags & IORING_CQE_F_BUFFER) {
        unsigned buffer = flags >> IORING_CQE_BUFFER_SHIFT;
        sendings[buffer] = (struct sending) {0, answers ? ANSWER_SIZE : (uint32_t) result, fd};
        send_rest(buffer);
    }
    if (result == -ENOBUFS || (result > 0 && !(flags & IORING_CQE_F_MORE))) {
        receive_again(fd);
    } else if (result <= 0) {
        close(fd);
    }
}

static void sent(unsigned buffer, int result) {
    struct sending *sending = &sendings[buffer];
    if (result > 0 && (sending->at += (uint32_t) result) < sending->size) {
        send_rest(buffer);
    } else {
        give_back(buffer);
    }
}

static void accepted(int fd, uint32_t flags) {
    int on = 1;
    if (fd >= 0) {
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        receive_again(fd);
    }
    if (!(flags & IORING_CQE_F_MORE)) {
        accept_again();
    }
}

int main(int count, char **arguments) {
    take_arguments(count, arguments);
    open_ring();
    start_listening();
    accept_again();
    say_ready();
    for (;;) {
        enter(1);
        uint32_t head = *cq_head;
        while (head != __atomic_load_n(cq_tail, __ATOMIC_ACQUIRE)) {
            struct io_uring_cqe *cqe = &cqes[head++ & cq_mask];
            uint64_t data = cqe->user_data;
            int result = cqe->res;
            uint32_t flags = cqe->flags;
            __atomic_store_n(cq_head, head, __ATOMIC_RELEASE);
            if ((data & 0xff) == ACCEPT) {
                accepted(result, flags);
            } else if ((data & 0xff) == RECEIVE) {
                received((int) (data >> 8), result, flags);
            } else {
                sent((unsigned) (data >> 8), result);
            }
        }
    }
}
