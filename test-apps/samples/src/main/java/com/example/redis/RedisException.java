// SPDX-License-Identifier: Apache-2.0
package com.example.redis;

/** An error that the server has answered with. The connection is in order. */
public final class RedisException extends RuntimeException {
    private static final long serialVersionUID = 1;

    RedisException(String message) {
        super(message);
    }
}
