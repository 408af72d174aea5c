// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.tools;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarOutputStream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.tree.ClassNode;

/**
 * Somebody else's agent: it reads every class with ASM and writes it again. With the argument {@code retransforms} it can also be
 * asked for classes that are loaded; {@link #retransformAll} does that.
 */
public final class RewritingAgent {
    private static final Set<String> SEEN = new TreeSet<>();
    private static @Nullable Instrumentation instrumentation;

    private RewritingAgent() {}

    public static void premain(String argument, Instrumentation jvm) {
        instrumentation = jvm;
        jvm.addTransformer(new Rewriter(), "retransforms".equals(argument));
    }

    /** Has all classes of the application rewritten that are loaded, and returns how many these are. */
    public static int retransformAll() throws Exception {
        List<Class<?>> types = new ArrayList<>();
        for (Class<?> type : jvm().getAllLoadedClasses()) {
            if (type.getName().startsWith("com.example.") && jvm().isModifiableClass(type)) {
                types.add(type);
            }
        }
        jvm().retransformClasses(types.toArray(Class<?>[]::new));
        return types.size();
    }

    /** Gives a class the code of its class file again, as an IDE does after a change. */
    public static void redefine(Class<?> type) throws Exception {
        try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
            jvm().redefineClasses(new ClassDefinition(type, in.readAllBytes()));
        }
    }

    private static Instrumentation jvm() {
        return Objects.requireNonNull(instrumentation, "not started as an agent");
    }

    /** Whether a class, by its name with slashes, has passed through here. */
    public static boolean hasSeen(String name) {
        synchronized (SEEN) {
            return SEEN.contains(name);
        }
    }

    /** Packs this agent into a jar. */
    static Path jar(Path file) throws IOException {
        Map<String, String> manifest = Map.of(
                "Premain-Class",
                RewritingAgent.class.getName(),
                "Can-Retransform-Classes",
                "true",
                "Class-Path",
                location(ClassReader.class) + " " + location(ClassNode.class));
        try (JarOutputStream jar = Jars.open(file, manifest)) {
            for (Class<?> type : List.of(RewritingAgent.class, Rewriter.class)) {
                String name = type.getName().replace('.', '/') + ".class";
                try (InputStream in = RewritingAgent.class.getClassLoader().getResourceAsStream(name)) {
                    Jars.add(jar, name, in.readAllBytes());
                }
            }
        }
        return file;
    }

    private static String location(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation().toString();
    }

    private static final class Rewriter implements ClassFileTransformer {
        @Override
        public byte @Nullable [] transform(
                @Nullable ClassLoader loader,
                @Nullable String className,
                @Nullable Class<?> classBeingRedefined,
                @Nullable ProtectionDomain domain,
                byte[] classFile) {
            if (loader == null || className == null || !className.startsWith("com/example/")) {
                return null;
            }
            synchronized (SEEN) {
                SEEN.add(className);
            }
            ClassNode type = new ClassNode();
            new ClassReader(classFile).accept(type, 0);
            ClassWriter writer = new ClassWriter(0);
            type.accept(writer);
            return writer.toByteArray();
        }
    }
}
