// SPDX-License-Identifier: Apache-2.0
/**
 * Woven code in the company of other tools: agents, proxies, compilers, class loaders. Each test compiles a small program and starts
 * it in a JVM of its own; {@link dev.weft.proof.tools.Launch} is the front door.
 */
@NullMarked
package dev.weft.proof.tools;

import org.jspecify.annotations.NullMarked;
