// SPDX-License-Identifier: Apache-2.0
/** Awaitable sockets, written on the public API alone. */
@NullMarked
package dev.weft.io;

import org.jspecify.annotations.NullMarked;
