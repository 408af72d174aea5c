// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave;

import dev.weft.diagnostic.Diagnostic;
import dev.weft.diagnostic.Finding;
import dev.weft.weave.analysis.AnalysedMethod;
import dev.weft.weave.analysis.AsyncMethod;
import dev.weft.weave.analysis.AsyncMethods;
import dev.weft.weave.analysis.Findings;
import dev.weft.weave.analysis.Lines;
import dev.weft.weave.codegen.EntryWriter;
import dev.weft.weave.codegen.RefusedMethod;
import dev.weft.weave.codegen.VoidTwin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassTooLargeException;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** The pipeline for one class: read, find, check, weave the methods ({@link MethodWeaver}), put together, write. */
final class ClassWeaver {
    /** Class file version 45 is Java 1, and each release has added one. */
    private static final int VERSION_OF_JAVA_0 = 44;

    private final ConstantPool pool;
    private final WeaveOptions options;

    /** The bodies that turned out too large, and how large: with each attempt to write the class there may be more. */
    private final Map<String, String> tooLarge = new HashMap<>();

    /**
     * Makes the pipeline for one class.
     *
     * @param pool what is known of the class, which mentions Weft
     * @param options how to weave it
     */
    ClassWeaver(ConstantPool pool, WeaveOptions options) {
        this.pool = pool;
        this.options = options;
    }

    /** Weaves. Methods that turn out too large are refused, and the class is read and woven again without them. */
    WeaveResult weave() {
        if (pool.majorVersion() > ConstantPool.NEWEST_VERSION) {
            return tooNew();
        }
        ClassNode owner = new ClassNode();
        if (!Classes.read(pool, owner)) {
            return refused(Diagnostic.CLASS_FILE_UNREADABLE, owner);
        }
        try {
            return weave(owner);
        } catch (ClassTooLargeException e) {
            return refused(Diagnostic.CLASS_TOO_LARGE, owner);
        } catch (MethodTooLargeException e) {
            return without(MethodSize.tooLarge(owner, e), e);
        }
    }

    /** Weaves again, without some more methods. */
    private WeaveResult without(Map<String, String> more, MethodTooLargeException failure) {
        int before = tooLarge.size();
        tooLarge.putAll(more);
        if (tooLarge.size() == before) {
            throw failure;
        }
        return weave();
    }

    /** The steps, from what was read to what is written. */
    private WeaveResult weave(ClassNode owner) {
        AsyncMethods found = AsyncMethods.find(owner);
        if (found.isEmpty()) {
            return WeaveResult.UNTOUCHED;
        }
        if (Classes.isTooOld(owner)) {
            return refused(Diagnostic.CLASS_FILE_TOO_OLD, owner);
        }
        if (Classes.hasLongNames(owner)) {
            return refused(Diagnostic.CLASS_TOO_LARGE, owner);
        }
        AsyncMethods checked = MethodChecks.check(owner, found, tooLarge);
        WovenMark mark = options.entries() ? WovenMark.WITHOUT_BODIES : WovenMark.of(owner, checked.woven());
        List<AnalysedMethod> analysed = MethodWeaver.analyse(checked.woven(), mark.bodies(), options.debug());
        Map<String, String> hopeless = MethodSize.tooLarge(analysed);
        if (!hopeless.isEmpty()) {
            tooLarge.putAll(hopeless);
            return weave();
        }
        List<WovenMethod> woven = MethodWeaver.emit(analysed, Lines.of(owner));
        List<Finding> findings = new ArrayList<>(checked.refused().values());
        findings.addAll(MethodSize.check(woven));
        putTogether(owner, checked, woven, mark);
        return new WeaveResult(Classes.write(owner), frameClasses(woven), List.copyOf(findings));
    }

    /** Each body goes right behind its entry. Entries are made last, because until then the original is looked at. */
    private static void putTogether(ClassNode owner, AsyncMethods checked, List<WovenMethod> woven, WovenMark mark) {
        for (WovenMethod each : woven) {
            AsyncMethod method = each.method();
            owner.methods.addAll(owner.methods.indexOf(method.method()) + 1, each.body());
            EntryWriter.makeEntry(method, each.layout(), each.headerLine());
            if (method.hasTwin()) {
                owner.methods.add(
                        owner.methods.indexOf(method.method()),
                        VoidTwin.take(method, each.layout(), each.headerLine()));
            }
        }
        for (Map.Entry<MethodNode, Finding> refused : checked.refused().entrySet()) {
            Finding finding = refused.getValue();
            RefusedMethod.replace(refused.getKey(), finding.line(), finding.message());
        }
        if (!woven.isEmpty()) {
            mark.put(owner);
        }
    }

    private static Map<String, byte[]> frameClasses(List<WovenMethod> woven) {
        Map<String, byte[]> frameClasses = new LinkedHashMap<>();
        for (WovenMethod each : woven) {
            frameClasses.put(each.method().frameClass(), each.frameClass());
        }
        return frameClasses;
    }

    private WeaveResult tooNew() {
        String detail = "Java " + (pool.majorVersion() - VERSION_OF_JAVA_0) + ", it reads up to "
                + (ConstantPool.NEWEST_VERSION - VERSION_OF_JAVA_0);
        String name = pool.className().replace('/', '.');
        return refused(new Finding(Diagnostic.CLASS_FILE_TOO_NEW, name, "", "", 0, detail));
    }

    private static WeaveResult refused(Diagnostic diagnostic, ClassNode owner) {
        return refused(Findings.of(diagnostic, owner));
    }

    /** The result for a class that stays as it is, because of what was found. */
    private static WeaveResult refused(Finding finding) {
        return new WeaveResult(null, Map.of(), List.of(finding));
    }
}
