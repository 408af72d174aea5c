// SPDX-License-Identifier: Apache-2.0
/* One level-triggered epoll loop: interest is registered once, and again only where a peer does not take its answer. */
#define _GNU_SOURCE
#include "server.h"
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

struct connection {
    int fd;
    char *rest; /* what the peer did not take, and has to before more is read */
    size_t size;
    size_t sent;
};

static int epoll;
static int listener;
static char buffer[READ_SIZE];

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void watch(int operation, int fd, uint32_t events, void *data) {
    struct epoll_event event = {.events = events, .data.ptr = data};
    if (epoll_ctl(epoll, operation, fd, &event) < 0) {
        fail("epoll_ctl");
    }
}

static void start_listening(void) {
    int on = 1;
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t) port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *) &address, sizeof address) < 0 || listen(listener, BACKLOG) < 0) {
        fail("listen");
    }
    watch(EPOLL_CTL_ADD, listener, EPOLLIN, NULL);
}

static void accept_all(void) {
    int fd;
    int on = 1;
    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        struct connection *connection = calloc(1, sizeof *connection);
        connection->fd = fd;
        watch(EPOLL_CTL_ADD, fd, EPOLLIN, connection);
    }
}

static void drop(struct connection *connection) {
    close(connection->fd);
    free(connection->rest);
    free(connection);
}

/* Sends what the peer takes, and returns how much; -1 if the connection is gone. */
static ssize_t send_some(int fd, const char *bytes, size_t size) {
    ssize_t sent = send(fd, bytes, size, 0);
    return sent < 0 && errno == EAGAIN ? 0 : sent;
}

static void keep_rest(struct connection *connection, const char *bytes, size_t size) {
    connection->rest = malloc(size);
    memcpy(connection->rest, bytes, size);
    connection->size = size;
    connection->sent = 0;
    watch(EPOLL_CTL_MOD, connection->fd, EPOLLOUT, connection);
}

static void send_rest(struct connection *connection) {
    ssize_t sent =
        send_some(connection->fd, connection->rest + connection->sent, connection->size - connection->sent);
    if (sent < 0) {
        drop(connection);
        return;
    }
    connection->sent += (size_t) sent;
    if (connection->sent == connection->size) {
        free(connection->rest);
        connection->rest = NULL;
        watch(EPOLL_CTL_MOD, connection->fd, EPOLLIN, connection);
    }
}

static void serve(struct connection *connection) {
    ssize_t size = recv(connection->fd, buffer, sizeof buffer, 0);
    if (size < 0 && errno == EAGAIN) {
        return;
    }
    if (size <= 0) {
        drop(connection);
        return;
    }
    const char *bytes = answers ? answer : buffer;
    size_t wanted = answers ? ANSWER_SIZE : (size_t) size;
    ssize_t sent = send_some(connection->fd, bytes, wanted);
    if (sent < 0) {
        drop(connection);
    } else if ((size_t) sent < wanted) {
        keep_rest(connection, bytes + sent, wanted - (size_t) sent);
    }
}

int main(int count, char **arguments) {
    static struct epoll_event events[1024];
    take_arguments(count, arguments);
    epoll = epoll_create1(0);
    start_listening();
    say_ready();
    for (;;) {
        int ready = epoll_wait(epoll, events, 1024, -1);
        for (int i = 0; i < ready; i++) {
            struct connection *connection = events[i].data.ptr;
            if (connection == NULL) {
                accept_all();
            } else if (connection->rest != NULL) {
                send_rest(connection);
            } else {
                serve(connection);
            }
        }
    }
}
