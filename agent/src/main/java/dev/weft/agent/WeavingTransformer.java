// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import dev.weft.diagnostic.Diagnostic;
import dev.weft.diagnostic.Finding;
import dev.weft.weave.WeaveResult;
import dev.weft.weave.Weaver;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Hands each class that is loaded to the weaver, which looks at its constant pool first. Whatever goes wrong, the class is then left as it
 * is, whole, and the reason is reported here: the JVM drops what a transformer throws. An await in such a class throws
 * when it runs. Any thread.
 */
final class WeavingTransformer implements ClassFileTransformer {
    private final ClassFilter filter;
    private final Function<byte[], WeaveResult> weaver;
    private final List<Step> steps;
    private final Report report;
    private final AtomicBoolean toldOfNewerVersion = new AtomicBoolean();

    /**
     * Makes a transformer.
     *
     * @param filter which classes to look at
     * @param weaver {@link Weaver#weave}, or what a test puts in its place
     * @param steps what happens to a woven class, in this order; the first that says no ends it
     * @param report where to tell what went wrong
     */
    WeavingTransformer(ClassFilter filter, Function<byte[], WeaveResult> weaver, List<Step> steps, Report report) {
        this.filter = filter;
        this.weaver = weaver;
        this.steps = List.copyOf(steps);
        this.report = report;
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String className,
            @Nullable Class<?> classBeingRedefined,
            @Nullable ProtectionDomain domain,
            byte[] classFile) {
        // Redefining a woven class would need its frame classes redefined with it. The JVM refuses to take the methods
        // away that weaving has added, so whoever redefines it gets an error instead of a class that cannot resume.
        if (classBeingRedefined != null || loader == null) {
            return null;
        }
        String name = className == null ? nameIn(classFile) : className; // defineClass(null, ...) tells us none
        if (name == null || !filter.admits(loader, name)) {
            return null;
        }
        try {
            return weave(loader, name, domain, classFile);
        } catch (Throwable failure) {
            // Not its toString, which may throw; the report is guarded against that.
            report.weaverFailure(name.replace('/', '.'), failure.getClass().getName(), failure);
            return null;
        }
    }

    private @Nullable String nameIn(byte[] classFile) {
        try {
            return Weaver.nameOf(classFile);
        } catch (Throwable failure) {
            report.weaverFailure("(without a name)", failure.getClass().getName(), failure);
            return null;
        }
    }

    private byte @Nullable [] weave(
            ClassLoader loader, String className, @Nullable ProtectionDomain domain, byte[] classFile) {
        WeaveResult result = weaver.apply(classFile);
        for (Finding finding : result.findings()) {
            report(finding);
        }
        byte[] woven = result.classFile();
        return woven != null && isFit(new WovenClass(loader, className, domain, woven, result.frameClasses()))
                ? woven
                : null;
    }

    /** That a class is too new is said once: it will be so for all classes of the program. */
    private void report(Finding finding) {
        if (finding.diagnostic() != Diagnostic.CLASS_FILE_TOO_NEW || !toldOfNewerVersion.getAndSet(true)) {
            report.finding(finding);
        }
    }

    private boolean isFit(WovenClass woven) {
        for (Step step : steps) {
            if (!step.take(woven)) {
                return false;
            }
        }
        return true;
    }
}
