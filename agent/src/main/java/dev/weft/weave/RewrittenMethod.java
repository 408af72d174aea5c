// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave;

import dev.weft.weave.analysis.AsyncMethod;
import org.objectweb.asm.tree.MethodNode;

/**
 * A method that can be analysed.
 *
 * @param method the original
 * @param body a copy that awaits what it returns, and in which no object is under construction at an await
 * @param locals how many slots may live across an await; what the copy has beyond them never does
 */
record RewrittenMethod(AsyncMethod method, MethodNode body, int locals) {}
