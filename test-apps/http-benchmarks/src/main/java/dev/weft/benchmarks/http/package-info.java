// SPDX-License-Identifier: Apache-2.0
/** HTTP servers and proxies that are compared; each says {@code ready} when it listens. */
@NullMarked
package dev.weft.benchmarks.http;

import org.jspecify.annotations.NullMarked;
