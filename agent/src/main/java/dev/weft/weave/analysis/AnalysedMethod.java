// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

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
public record AnalysedMethod(AsyncMethod method, MethodNode body, List<SuspensionPoint> points, FrameLayout layout) {
    /**
     * Returns name and descriptor of the original, as calls of it have them.
     *
     * @return for example {@code sum(Ljava/lang/String;I)Ldev/weft/Task;}
     */
    public String signature() {
        return method.method().name + method.method().desc;
    }
}
