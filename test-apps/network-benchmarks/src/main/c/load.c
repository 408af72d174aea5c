// SPDX-License-Identifier: Apache-2.0
/*
 * Loads an echo server: every connection has one message outstanding, and sends the next when all of it has come back.
 *
 *     load PORT CONNECTIONS BYTES WARM-UP-SECONDS SECONDS SERVER-PID [pause|short|datagrams]
 *
 * Prints, one "name value" a line, what happened in the SECONDS after the warm-up: what a request took in each of them, then requests, wall
 * time, the CPU time of the server's process and its own, all in us, and percentiles of the time from send to the last byte, in us. During the
 * warm-up every byte that comes back is compared with what was sent. With "pause" it says "ready" behind the warm-up and waits for a line, and
 * for another one before it closes the connections: between the two somebody can look at nothing but the load. With "short" a connection is
 * closed when its message has come back, and another one is opened. With "datagrams" each socket has 16 of them outstanding; what is lost is
 * sent again after a tenth of a second in which nothing has come.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { EVENTS = 1024, RECEIVE = 256 * 1024, SUB_BITS = 6, SUB = 1 << SUB_BITS, BUCKETS = 64 * SUB, WINDOW = 16 };

static const double SECOND = 1e9;

struct connection {
    int fd;
    size_t sent;
    size_t received;
    uint64_t began;
};

struct cpu {
    uint64_t user;
    uint64_t system;
};

static char *message;
static size_t message_size;
static char incoming[RECEIVE];
static uint64_t histogram[BUCKETS];
static uint64_t requests;
static int comparing = 1;
static int is_short;
static int epoll;
static struct sockaddr_in server;

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static uint64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t) time.tv_sec * 1000000000u + (uint64_t) time.tv_nsec;
}

/* ---------------------------------------------------------------- latencies: 64 steps for each power of two of a ns */

static int bucket_of(uint64_t ns) {
    if (ns < SUB) {
        return (int) ns;
    }
    int shift = 63 - __builtin_clzll(ns) - SUB_BITS;
    return (shift + 1) * SUB + (int) ((ns >> shift) - SUB);
}

/* The middle of a bucket, in us. */
static double value_of(int bucket) {
    if (bucket < SUB) {
        return bucket / 1000.0;
    }
    int shift = bucket / SUB - 1;
    return ((double) (bucket % SUB + SUB) + 0.5) * (double) (1ull << shift) / 1000.0;
}

static double percentile(double share) {
    uint64_t wanted = (uint64_t) ((double) requests * share);
    uint64_t seen = 0;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
        seen += histogram[bucket];
        if (seen > wanted) {
            return value_of(bucket);
        }
    }
    return 0;
}

/* ---------------------------------------------------------------- CPU times, in us */

static struct cpu cpu_of(long pid) {
    char path[64];
    char text[1024];
    snprintf(path, sizeof path, "/proc/%ld/stat", pid);
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        fail(path);
    }
    size_t length = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[length] = 0;
    unsigned long user;
    unsigned long system;
    char *after_name = strrchr(text, ')');
    if (after_name == NULL
        || sscanf(after_name + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system) != 2) {
        fprintf(stderr, "%s is not understood\n", path);
        exit(1);
    }
    uint64_t tick = 1000000u / (uint64_t) sysconf(_SC_CLK_TCK);
    return (struct cpu) {user * tick, system * tick};
}

/* ---------------------------------------------------------------- the load */

/* A port is free again only a minute after a connection: many of these come from addresses in turn. */
static void bind_to_next_address(int fd) {
    static uint32_t next;
    int on = 1;
    struct sockaddr_in own = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK + 1 + next++ % 250)}};
    setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    if (bind(fd, (struct sockaddr *) &own, sizeof own) < 0) {
        fail("bind");
    }
}

static void open_connection(struct connection *connection) {
    int on = 1;
    connection->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (is_short) {
        bind_to_next_address(connection->fd);
    }
    if (connection->fd < 0 || connect(connection->fd, (struct sockaddr *) &server, sizeof server) < 0) {
        fail("connect");
    }
    setsockopt(connection->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    fcntl(connection->fd, F_SETFL, O_NONBLOCK);
    struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = connection};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, connection->fd, &event) < 0) {
        fail("epoll_ctl");
    }
}

static void send_rest(struct connection *connection) {
    while (connection->sent < message_size) {
        ssize_t count = send(connection->fd, message + connection->sent, message_size - connection->sent, MSG_NOSIGNAL);
        if (count < 0) {
            if (errno == EAGAIN) {
                return;
            }
            fail("send");
        }
        connection->sent += (size_t) count;
    }
}

static void start_request(struct connection *connection, uint64_t time) {
    connection->sent = 0;
    connection->received = 0;
    connection->began = time;
    send_rest(connection);
}

static void completed(struct connection *connection) {
    uint64_t time = now();
    histogram[bucket_of(time - connection->began)]++;
    requests++;
    if (is_short) {
        close(connection->fd);
        time = now();
        open_connection(connection);
    }
    start_request(connection, time);
}

/* Takes what is there. Less than the buffer holds means that no more is, until the next event. */
static void receive(struct connection *connection) {
    ssize_t count = recv(connection->fd, incoming, sizeof incoming, 0);
    if (count < 0 && errno == EAGAIN) {
        return;
    }
    if (count <= 0) {
        fprintf(stderr, "the server closed a connection: %s\n", count == 0 ? "end of stream" : strerror(errno));
        exit(1);
    }
    if (connection->received + (size_t) count > message_size
        || (comparing && memcmp(incoming, message + connection->received, (size_t) count) != 0)) {
        fprintf(stderr, "the server sent something else than was sent to it\n");
        exit(1);
    }
    connection->received += (size_t) count;
    if (connection->received == message_size) {
        completed(connection);
    }
}

static void run_until(uint64_t end) {
    static struct epoll_event events[EVENTS];
    while (now() < end) {
        int count = epoll_wait(epoll, events, EVENTS, 100);
        for (int i = 0; i < count; i++) {
            send_rest(events[i].data.ptr);
            receive(events[i].data.ptr);
        }
    }
}

/* ---------------------------------------------------------------- datagrams */

static void open_datagrams(struct connection *connection) {
    connection->fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    if (connection->fd < 0 || connect(connection->fd, (struct sockaddr *) &server, sizeof server) < 0) {
        fail("connect");
    }
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, connection->fd, &event) < 0) {
        fail("epoll_ctl");
    }
}

static void send_datagrams(struct connection *connection, int count) {
    connection->began = now();
    for (int i = 0; i < count; i++) {
        if (send(connection->fd, message, message_size, 0) < 0 && errno != EAGAIN) {
            fail("send");
        }
    }
}

/* Answers that have come are counted with the time since the last ones were sent. */
static void receive_datagrams(struct connection *connection) {
    int came = 0;
    for (ssize_t size; came < WINDOW && (size = recv(connection->fd, incoming, sizeof incoming, 0)) >= 0; came++) {
        if ((size_t) size != message_size || (comparing && memcmp(incoming, message, message_size) != 0)) {
            fprintf(stderr, "the server sent something else than was sent to it\n");
            exit(1);
        }
        histogram[bucket_of(now() - connection->began)]++;
        requests++;
    }
    send_datagrams(connection, came);
}

static void run_datagrams_until(struct connection *all, int connections, uint64_t end) {
    static struct epoll_event events[EVENTS];
    while (now() < end) {
        int count = epoll_wait(epoll, events, EVENTS, 100);
        for (int i = 0; i < count; i++) {
            receive_datagrams(events[i].data.ptr);
        }
        for (int i = 0; count == 0 && i < connections; i++) {
            send_datagrams(&all[i], WINDOW);
        }
    }
}

/* ---------------------------------------------------------------- measuring */

static struct connection *all;
static int connections;
static int are_datagrams;

static void run_load_until(uint64_t end) {
    if (are_datagrams) {
        run_datagrams_until(all, connections, end);
    } else {
        run_until(end);
    }
}

static void open_all(void) {
    epoll = epoll_create1(0);
    all = calloc((size_t) connections, sizeof *all);
    for (int i = 0; i < connections; i++) {
        if (are_datagrams) {
            open_datagrams(&all[i]);
        } else {
            open_connection(&all[i]);
        }
    }
    for (int i = 0; i < connections; i++) {
        if (are_datagrams) {
            send_datagrams(&all[i], WINDOW);
        } else {
            start_request(&all[i], now());
        }
    }
}

static uint64_t own_time(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (uint64_t) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000u
        + (uint64_t) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

/* Tells of each second what the server took for a request: the least is what it takes while nobody else wants the processor. */
static void run_by_seconds(uint64_t start, uint64_t end, long pid) {
    struct cpu before = cpu_of(pid);
    uint64_t requests_before = 0;
    for (uint64_t second = start + (uint64_t) SECOND; second <= end; second += (uint64_t) SECOND) {
        run_load_until(second);
        struct cpu after = cpu_of(pid);
        double taken = (double) (after.user + after.system - before.user - before.system);
        if (requests > requests_before) {
            printf("second %.3f\n", taken / (double) (requests - requests_before));
        }
        before = after;
        requests_before = requests;
    }
    run_load_until(end);
}

static void measure(double seconds, long pid) {
    comparing = 0;
    requests = 0;
    memset(histogram, 0, sizeof histogram);
    struct cpu cpu_before = cpu_of(pid);
    uint64_t own_before = own_time();
    uint64_t start = now();
    run_by_seconds(start, start + (uint64_t) (seconds * SECOND), pid);
    uint64_t wall = now() - start;
    uint64_t own = own_time() - own_before;
    struct cpu cpu = cpu_of(pid);
    printf("requests %llu\n", (unsigned long long) requests);
    printf("wall %.1f\n", (double) wall / 1000.0);
    printf("user %llu\n", (unsigned long long) (cpu.user - cpu_before.user));
    printf("system %llu\n", (unsigned long long) (cpu.system - cpu_before.system));
    printf("load %llu\n", (unsigned long long) own);
    printf("p50 %.2f\np99 %.2f\np99.9 %.2f\n", percentile(0.5), percentile(0.99), percentile(0.999));
}

static void wait_for_line(void) {
    fflush(stdout);
    for (int c = getchar(); c != '\n' && c != EOF; c = getchar()) {
    }
}

static void allow_many_files(void) {
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

int main(int count, char **arguments) {
    int pausing = count == 8 && strcmp(arguments[7], "pause") == 0;
    is_short = count == 8 && strcmp(arguments[7], "short") == 0;
    are_datagrams = count == 8 && strcmp(arguments[7], "datagrams") == 0;
    if (count != 7 && !pausing && !is_short && !are_datagrams) {
        fprintf(
            stderr,
            "usage: load PORT CONNECTIONS BYTES WARM-UP-SECONDS SECONDS SERVER-PID [pause|short|datagrams]\n");
        return 2;
    }
    connections = atoi(arguments[2]);
    message_size = (size_t) atol(arguments[3]);
    message = malloc(message_size);
    for (size_t i = 0; i < message_size; i++) {
        message[i] = (char) (i * 31 + (i >> 8));
    }
    allow_many_files();
    server = (struct sockaddr_in) {
        .sin_family = AF_INET, .sin_port = htons((uint16_t) atoi(arguments[1])), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    open_all();
    run_load_until(now() + (uint64_t) (atof(arguments[4]) * SECOND));
    if (pausing) {
        puts("ready");
        wait_for_line();
    }
    measure(atof(arguments[5]), atol(arguments[6]));
    if (pausing) {
        wait_for_line();
    }
    return 0;
}
