// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.diagnostic.Finding;
import dev.weft.support.MemoryLoader;
import dev.weft.support.SourceCompiler;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.util.CheckClassAdapter;

/** Sources compiled in memory, woven, checked by ASM's verifier, and loaded: what the tests of the weaver run. */
final class WovenSource {
    private final Map<String, byte[]> original;
    private final Map<String, byte[]> woven = new TreeMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private final ClassLoader loader;
    private final WeaveOptions weaving;

    /** Compiles one file, which may hold several classes, for Java 17 with -g -parameters. */
    WovenSource(String name, String source) {
        this(name, source, List.of("-g", "-parameters"));
    }

    WovenSource(String name, String source, List<String> options) {
        this(name, source, options, classFile -> classFile);
    }

    /** The last parameter is what an agent in front of the weaver makes of each class. */
    WovenSource(String name, String source, List<String> options, UnaryOperator<byte[]> agent) {
        this(name, source, options, agent, WeaveOptions.STANDARD);
    }

    WovenSource(String name, String source, WeaveOptions weaving) {
        this(name, source, List.of("-g"), classFile -> classFile, weaving);
    }

    private WovenSource(
            String name, String source, List<String> options, UnaryOperator<byte[]> agent, WeaveOptions weaving) {
        this.weaving = weaving;
        List<String> all = new ArrayList<>(List.of("--release", "17"));
        all.addAll(options);
        original = new SourceCompiler(all).compile(name, source).requireClasses();
        original.replaceAll((className, classFile) -> agent.apply(classFile));
        original.forEach(this::weave);
        loader = new MemoryLoader(woven);
        woven.values().forEach(this::verify);
    }

    private void weave(String className, byte[] classFile) {
        WeaveResult result = Weaver.weave(classFile, weaving);
        byte[] bytes = result.classFile();
        woven.put(className, bytes == null ? classFile : bytes);
        result.frameClasses().forEach((name, frame) -> woven.put(name.replace('/', '.'), frame));
        findings.addAll(result.findings());
    }

    private void verify(byte[] classFile) {
        StringWriter problems = new StringWriter();
        CheckClassAdapter.verify(new ClassReader(classFile), loader, false, new PrintWriter(problems));
        assertEquals("", problems.toString());
    }

    List<Finding> findings() {
        return findings;
    }

    byte[] originalBytes(String className) {
        return Objects.requireNonNull(original.get(className));
    }

    byte[] bytes(String className) {
        return Objects.requireNonNull(woven.get(className));
    }

    Map<String, byte[]> all() {
        return woven;
    }

    Class<?> load(String className) {
        try {
            return Class.forName(className, true, loader);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    /** Calls a static method without parameters; its exceptions come out as they are. */
    Object call(String className, String method) throws Throwable {
        Method target = load(className).getDeclaredMethod(method);
        target.setAccessible(true);
        try {
            return target.invoke(null);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
