// SPDX-License-Identifier: Apache-2.0
/* libuv: tries to write at once, as its users do for small answers, and queues only what the peer does not take. */
#include "server.h"
#include <uv.h>

static char buffer[READ_SIZE];

static void check(int status, const char *what) {
    if (status < 0) {
        fprintf(stderr, "%s: %s\n", what, uv_strerror(status));
        exit(1);
    }
}

static void give_buffer(uv_handle_t *handle, size_t suggested, uv_buf_t *given) {
    (void) handle;
    (void) suggested;
    *given = uv_buf_init(buffer, sizeof buffer);
}

static void closed(uv_handle_t *handle) {
    free(handle);
}

static void written(uv_write_t *request, int status) {
    (void) status; /* a failed connection ends with its next read */
    free(request);
}

static void write_rest(uv_stream_t *stream, const char *bytes, size_t size) {
    uv_write_t *request = malloc(sizeof *request + size);
    char *copy = (char *) (request + 1);
    memcpy(copy, bytes, size);
    uv_buf_t rest = uv_buf_init(copy, (unsigned) size);
    check(uv_write(request, stream, &rest, 1, written), "write");
}

static void got(uv_stream_t *stream, ssize_t size, const uv_buf_t *read) {
    if (size == 0) {
        return;
    }
    if (size < 0) {
        uv_close((uv_handle_t *) stream, closed);
        return;
    }
    uv_buf_t whole = answers ? uv_buf_init(answer, ANSWER_SIZE) : uv_buf_init(read->base, (unsigned) size);
    int sent = uv_try_write(stream, &whole, 1);
    if (sent < 0) {
        sent = 0;
    }
    if ((size_t) sent < whole.len) {
        write_rest(stream, whole.base + sent, whole.len - (size_t) sent);
    }
}

static void accept_one(uv_stream_t *server, int status) {
    check(status, "accept");
    uv_tcp_t *connection = malloc(sizeof *connection);
    check(uv_tcp_init(uv_default_loop(), connection), "tcp");
    check(uv_accept(server, (uv_stream_t *) connection), "accept");
    uv_tcp_nodelay(connection, 1);
    check(uv_read_start((uv_stream_t *) connection, give_buffer, got), "read");
}

int main(int count, char **arguments) {
    static uv_tcp_t server;
    struct sockaddr_in address;
    take_arguments(count, arguments);
    check(uv_ip4_addr("127.0.0.1", port, &address), "address");
    check(uv_tcp_init(uv_default_loop(), &server), "tcp");
    check(uv_tcp_bind(&server, (struct sockaddr *) &address, 0), "bind");
    check(uv_listen((uv_stream_t *) &server, BACKLOG, accept_one), "listen");
    say_ready();
    return uv_run(uv_default_loop(), UV_RUN_DEFAULT);
}
