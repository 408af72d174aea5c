// SPDX-License-Identifier: Apache-2.0
/**
 * Rewrites a copy of an async method while it still is plain Java code, so that what analyses and splits it afterwards finds only
 * what it can handle: slots are freed, returns await, no object is half made at an await. Each class is one such step, used by
 * {@link dev.weft.weave} alone; none knows what code is generated.
 */
@NullMarked
package dev.weft.weave.rewrite;

import org.jspecify.annotations.NullMarked;
