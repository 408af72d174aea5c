// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave;

import dev.weft.diagnostic.Diagnostic;
import dev.weft.diagnostic.Finding;
import dev.weft.weave.analysis.AsyncMethod;
import dev.weft.weave.analysis.AsyncMethods;
import dev.weft.weave.analysis.Awaits;
import dev.weft.weave.analysis.Findings;
import dev.weft.weave.analysis.Lines;
import dev.weft.weave.analysis.Monitors;
import dev.weft.weave.rewrite.MethodCopy;
import dev.weft.weave.rewrite.ReturnAwaits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Refuses the async methods of a class that only a look into the code, or at the other methods, shows to be impossible. */
final class MethodChecks {
    /** A method takes at most 255 slots (JVMS 4.3.3), and a body has two hidden parameters. */
    private static final int MOST_ARGUMENT_SLOTS = 253;

    private final Map<String, String> tooLarge;

    /** Name and descriptor of all methods that the class has, or will have when those are woven that were accepted so far. */
    private final Set<String> taken = new HashSet<>();

    private MethodChecks(ClassNode owner, Map<String, String> tooLarge) {
        this.tooLarge = tooLarge;
        for (MethodNode method : owner.methods) {
            taken.add(method.name + method.desc);
        }
    }

    /**
     * Checks the async methods of a class.
     *
     * @param owner the class
     * @param found its async methods
     * @param tooLarge the bodies that turned out too large, by name and descriptor, and how large
     * @return the same methods, with more of them refused
     */
    static AsyncMethods check(ClassNode owner, AsyncMethods found, Map<String, String> tooLarge) {
        MethodChecks checks = new MethodChecks(owner, tooLarge);
        List<AsyncMethod> accepted = new ArrayList<>();
        Map<MethodNode, Finding> refused = new LinkedHashMap<>(found.refused());
        for (AsyncMethod method : found.woven()) {
            Finding finding = checks.refusal(method);
            if (finding == null) {
                accepted.add(method);
                checks.taken.addAll(method.added());
            } else {
                refused.put(method.method(), finding);
            }
        }
        return new AsyncMethods(accepted, refused);
    }

    /** The first reason to refuse a method; null if there is none. */
    private @Nullable Finding refusal(AsyncMethod method) {
        if (!Collections.disjoint(method.added(), taken)) {
            return Findings.of(Diagnostic.NAME_TAKEN, method.owner(), method.method());
        }
        String size = tooLarge.get(method.method().name + method.bodyDescriptor());
        size = size == null ? MethodSize.hopeless(method.method()) : size;
        if (size != null) {
            int line = Lines.ofFirstAwait(method.method());
            return Findings.of(Diagnostic.METHOD_TOO_LARGE, method.owner(), method.method(), line, size);
        }
        if (method.argumentSlots() > MOST_ARGUMENT_SLOTS) {
            return Findings.of(Diagnostic.TOO_MANY_PARAMETERS, method.owner(), method.method());
        }
        return Monitors.hasMonitors(method.method()) ? awaitUnderMonitor(method) : null;
    }

    /** An await that is written there is named before a return that awaits, as it is easier to see. */
    private static @Nullable Finding awaitUnderMonitor(AsyncMethod method) {
        int line = Monitors.lineOfAwaitUnderMonitor(method.method());
        String detail = Awaits.howItSuspends(Monitors.awaitUnderMonitor(method.method()));
        if (line == Monitors.NONE) {
            line = lineOfReturnUnderMonitor(method);
            detail = Diagnostic.RETURN_AWAITS;
        }
        return line == Monitors.NONE
                ? null
                : Findings.of(Diagnostic.AWAIT_IN_SYNCHRONIZED, method.owner(), method.method(), line, detail);
    }

    /** The line of a {@code return task} that would await while the method holds a monitor. */
    private static int lineOfReturnUnderMonitor(AsyncMethod method) {
        MethodNode body = MethodCopy.of(method.method());
        ReturnAwaits.insert(method, body);
        return Monitors.lineOfAwaitUnderMonitor(body);
    }
}
