// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import dev.weft.weave.analysis.RuntimeMember;
import dev.weft.weave.analysis.RuntimeSymbols;
import dev.weft.weave.analysis.RuntimeTypes;
import java.lang.annotation.Annotation;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;

/**
 * Notices that another agent gives woven classes new code after they were loaded, as Mockito does to mock a class. That code is in
 * the entries, so from then on all calls have to go there. Any thread.
 */
final class Redefinitions implements ClassFileTransformer {
    private static final String WOVEN = "L" + RuntimeTypes.WOVEN + ";";

    private final Report report;

    Redefinitions(Report report) {
        this.report = report;
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String className,
            @Nullable Class<?> classBeingRedefined,
            @Nullable ProtectionDomain domain,
            byte[] classFile) {
        if (classBeingRedefined != null && loader != null && isWoven(classBeingRedefined)) {
            callByEntry(loader, classBeingRedefined.getName());
        }
        return null;
    }

    private static boolean isWoven(Class<?> type) {
        for (Annotation annotation : type.getDeclaredAnnotations()) {
            if (annotation.annotationType().descriptorString().equals(WOVEN)) {
                return true;
            }
        }
        return false;
    }

    /** The runtime is the application's, so the agent has no reference to it. */
    private void callByEntry(ClassLoader loader, String redefined) {
        try {
            RuntimeMember called = RuntimeSymbols.CALL_BY_ENTRY;
            Class.forName(called.owner().replace('/', '.'), true, loader)
                    .getMethod(called.name())
                    .invoke(null);
        } catch (ReflectiveOperationException | LinkageError e) {
            report.warning(redefined + " gets new code from another agent, which awaits may go past: " + e);
        }
    }
}
