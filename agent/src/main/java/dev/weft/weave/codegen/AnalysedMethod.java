// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.codegen;

import dev.weft.weave.analysis.AsyncMethod;
import dev.weft.weave.analysis.FrameLayout;
import dev.weft.weave.analysis.SuspensionPoint;
import java.util.List;
import org.objectweb.asm.tree.MethodNode;

/**
 * All that is known of a method before its body is written.
 *
 * @param method the original
 * @param body a copy of its code, which awaits what it returns
 * @param points where the copy may suspend
 * @param layout what each point keeps, and where
 */
record AnalysedMethod(AsyncMethod method, MethodNode body, List<SuspensionPoint> points, FrameLayout layout) {
    /** Name and descriptor of the original, as calls of it have them. */
    String signature() {
        return method.method().name + method.method().desc;
    }
}
