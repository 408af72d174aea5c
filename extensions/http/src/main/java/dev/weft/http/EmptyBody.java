// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import dev.weft.Task;

/** One of a message that has none. */
final class EmptyBody extends HttpBody {
    static final EmptyBody INSTANCE = new EmptyBody();

    static final byte[] NONE = {};

    private EmptyBody() {}

    @Override
    public long length() {
        return 0;
    }

    @Override
    public Task<byte[]> read(int max) {
        return Task.of(NONE);
    }

    @Override
    long left() {
        return 0;
    }
}
