// SPDX-License-Identifier: Apache-2.0
/** Awaitable sockets. Written on the public API of {@code dev.weft} only. */
@NullMarked
package dev.weft.io;

import org.jspecify.annotations.NullMarked;
