// SPDX-License-Identifier: Apache-2.0
package com.example.gateway;

import java.time.Duration;

/**
 * What a gateway takes at most.
 *
 * @param connections how many clients are connected; who is too much is told so
 * @param requests how many requests are under way, of all clients; more are refused
 * @param line how many bytes a request has, and an answer
 * @param connect how long it may take to reach the server behind
 * @param answer how long that may take to answer
 * @param idle how long a client may say nothing
 */
public record Limits(int connections, int requests, int line, Duration connect, Duration answer, Duration idle) {}
