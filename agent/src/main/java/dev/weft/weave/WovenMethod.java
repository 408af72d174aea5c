// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave;

import dev.weft.weave.analysis.AsyncMethod;
import dev.weft.weave.analysis.FrameLayout;
import java.util.List;
import org.objectweb.asm.tree.MethodNode;

/**
 * What a method becomes, before it is put into its class.
 *
 * @param method the original, which then becomes the entry
 * @param layout the fields of its frame
 * @param body the body, with its door if it has one
 * @param frameClass the class file of the frame class
 * @param headerLine the line for what the weaver adds, 0 if unknown
 */
@SuppressWarnings("ArrayRecordComponent") // a class file; not compared
record WovenMethod(AsyncMethod method, FrameLayout layout, List<MethodNode> body, byte[] frameClass, int headerLine) {}
