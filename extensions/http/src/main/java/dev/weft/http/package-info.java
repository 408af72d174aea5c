// SPDX-License-Identifier: Apache-2.0
/** HTTP and WebSocket. */
@NullMarked
package dev.weft.http;

import org.jspecify.annotations.NullMarked;
