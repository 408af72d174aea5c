// SPDX-License-Identifier: Apache-2.0
/** What Linux does for a loop without a detour through {@code java.nio}: epoll, and reads and writes by descriptor, over {@code java.lang.foreign}. */
@NullMarked
package dev.weft.internal.linux;

import org.jspecify.annotations.NullMarked;
