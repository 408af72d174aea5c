// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.libraries;

import dev.weft.diagnostic.Diagnostic;
import dev.weft.diagnostic.Finding;
import dev.weft.weave.Verification;
import dev.weft.weave.WeaveResult;
import dev.weft.weave.Weaver;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassTooLargeException;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Gives the methods of one class their twins, and has the weaver weave it. */
final class ClassWithTwins {
    private static final String HIDDEN_PARAMETERS = "Ldev/weft/abi/Coroutine;Ldev/weft/abi/Frame;)Ljava/lang/Object;";

    private final byte[] original;
    private final Map<String, Twin> twins;
    private final boolean wrap;

    /** Twins that are too large even before they are woven, by the key of their method. */
    private final Set<String> tooLarge = new HashSet<>();

    private final Map<Reason, Integer> refused = new EnumMap<>(Reason.class);
    private final List<String> failed = new ArrayList<>();
    private int notCompiled;

    /** The awaits in each twin that was written, by the key of its method. */
    private final Map<String, Integer> points = new HashMap<>();

    ClassWithTwins(byte[] original, Map<String, Twin> twins, boolean wrap) {
        this.original = original;
        this.twins = twins;
        this.wrap = wrap;
    }

    WovenLibrary weave() {
        ClassNode owner = read();
        int methods = owner.methods.size();
        byte[] withTwins = withTwins(owner);
        Map<String, byte[]> classFiles = new LinkedHashMap<>();
        if (withTwins != null) {
            weave(owner.name, withTwins, classFiles);
            classFiles.values().forEach(this::check);
        }
        Set<String> refusedTwins = withoutBody(classFiles.get(owner.name));
        int awaits = points.keySet().stream()
                .filter(method -> !refusedTwins.contains(method))
                .mapToInt(points::get)
                .sum();
        return new WovenLibrary(
                classFiles,
                methods,
                points.size() - refusedTwins.size(),
                awaits,
                notCompiled,
                refused,
                refusedTwins,
                failed);
    }

    private ClassNode read() {
        ClassNode owner = new ClassNode();
        new ClassReader(original).accept(owner, ClassReader.EXPAND_FRAMES);
        return owner;
    }

    /** The class with all twins that fit into it; null if none do. */
    private byte @Nullable [] withTwins(ClassNode owner) {
        refused.clear();
        points.clear();
        List<MethodNode> added = new ArrayList<>();
        for (MethodNode method : owner.methods) {
            Reason why = addTwin(owner, method, added);
            if (why != null) {
                refused.merge(why, 1, Integer::sum);
            }
        }
        owner.methods.addAll(added);
        if (points.isEmpty()) {
            return null;
        }
        try {
            ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
            owner.accept(writer);
            return writer.toByteArray();
        } catch (MethodTooLargeException e) {
            points.keySet().stream()
                    .filter(key -> isOf(key, e.getMethodName(), e.getDescriptor()))
                    .forEach(tooLarge::add);
        } catch (ClassTooLargeException e) {
            tooLarge.addAll(points.keySet());
        }
        return withTwins(read());
    }

    private boolean isOf(String key, String name, String descriptor) {
        Twin twin = twins.get(key);
        return twin != null && twin.name().equals(name) && twin.descriptor().equals(descriptor);
    }

    private @Nullable Reason addTwin(ClassNode owner, MethodNode method, List<MethodNode> added) {
        Reason why = Twins.whyNone(owner, method);
        if (why != null) {
            return why;
        }
        String key = Twin.key(owner.name, method.name, method.desc);
        Twin twin = twins.get(key);
        if (twin == null || tooLarge.contains(key)) {
            return Reason.TOO_LARGE;
        }
        TwinWriter writer = new TwinWriter(owner, method, twins);
        added.add(writer.write(twin));
        points.put(key, writer.points());
        if (wrap) {
            TwinWriter.wrap(method, twin);
        }
        return null;
    }

    private void weave(String name, byte[] withTwins, Map<String, byte[]> classFiles) {
        try {
            WeaveResult result = Weaver.weave(withTwins);
            byte[] woven = result.classFile();
            if (woven == null) {
                failed.add(name + " was not woven: " + result.findings());
                return;
            }
            classFiles.put(name, woven);
            classFiles.putAll(result.frameClasses());
            result.findings().forEach(this::count);
        } catch (RuntimeException | StackOverflowError failure) {
            failed.add(name + " made the weaver fail: " + failure);
        }
    }

    private void count(Finding finding) {
        Diagnostic diagnostic = finding.diagnostic();
        if (diagnostic.consequence().isRefusal()) {
            Reason.of(diagnostic)
                    .ifPresentOrElse(
                            reason -> refused.merge(reason, 1, Integer::sum),
                            () -> failed.add("unexpected: " + finding.message()));
        } else if (diagnostic == Diagnostic.METHOD_NOT_COMPILED) {
            notCompiled++;
        }
    }

    /** What is wrong with a library to begin with is not held against the weaver. */
    private void check(byte[] woven) {
        List<String> problems = Verification.problems(woven);
        if (!problems.isEmpty() && Verification.problems(original).isEmpty()) {
            failed.addAll(problems);
        }
    }

    /** The methods whose twin has no body in the woven class. */
    private Set<String> withoutBody(byte @Nullable [] woven) {
        Set<String> bodies = new HashSet<>();
        if (woven != null) {
            ClassNode node = new ClassNode();
            new ClassReader(woven).accept(node, ClassReader.SKIP_CODE);
            node.methods.forEach(method -> bodies.add(method.name + method.desc));
        }
        Set<String> without = new HashSet<>(points.keySet());
        without.removeIf(key -> {
            Twin twin = twins.get(key);
            return twin != null && bodies.contains(bodyOf(twin));
        });
        return without;
    }

    private static String bodyOf(Twin twin) {
        String arguments = twin.descriptor().substring(0, twin.descriptor().indexOf(')'));
        return twin.name() + arguments + HIDDEN_PARAMETERS;
    }
}
