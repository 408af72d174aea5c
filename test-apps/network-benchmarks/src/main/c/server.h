// SPDX-License-Identifier: Apache-2.0
/* What the servers in C share. Each takes a port and "echo" or "answer". */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

enum { READ_SIZE = 64 * 1024, BACKLOG = 4096 };

/* 106 bytes, the size of ab's request: what every read is answered with, if the server does not echo. */
static char answer[] = "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\n"
                       "Content-Type: text/plain\r\nContent-Length: 17\r\n\r\nHello from here!\n";
enum { ANSWER_SIZE = sizeof answer - 1 };
_Static_assert(sizeof answer - 1 == 106, "the answer has 106 bytes");

static int answers;
static int port;

static void take_arguments(int count, char **arguments) {
    if (count != 3 || (strcmp(arguments[2], "echo") != 0 && strcmp(arguments[2], "answer") != 0)) {
        fprintf(stderr, "usage: %s PORT echo|answer\n", arguments[0]);
        exit(2);
    }
    port = atoi(arguments[1]);
    answers = strcmp(arguments[2], "answer") == 0;
    signal(SIGPIPE, SIG_IGN);
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

/* The benchmark waits for this line. */
static void say_ready(void) {
    printf("ready\n");
    fflush(stdout);
}
