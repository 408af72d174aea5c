// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.debugger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LineNumberNode;

/** The shapes of the targets, compiled twice: as they are, and as a blocking program. No line differs. */
record Shapes(Path async, Path blocking, List<String> names) {
    static final String PACKAGE = "com.example.targets.shapes.";
    private static final Path SOURCES = Path.of(System.getProperty("weft.targetsSources"));

    /** Compiles those whose name ends so. */
    static Shapes compile(String ending) throws IOException {
        Path root = Files.createDirectories(Path.of("target", "debugger"));
        List<String> names = new ArrayList<>();
        Path asyncSources = Files.createDirectories(root.resolve("async-sources"));
        Path blockingSources = Files.createDirectories(root.resolve("blocking-sources"));
        try (Stream<Path> files = Files.list(SOURCES.resolve(PACKAGE.replace('.', '/')))) {
            for (Path file : files.filter(path -> path.toString().endsWith(ending + ".java"))
                    .sorted()
                    .toList()) {
                String source = Files.readString(file);
                Files.writeString(asyncSources.resolve(file.getFileName()), source);
                Files.writeString(blockingSources.resolve(file.getFileName()), blocking(source));
                names.add(PACKAGE + file.getFileName().toString().replace(".java", ""));
            }
        }
        return new Shapes(
                compile(asyncSources, root.resolve("async"), names),
                compile(blockingSources, root.resolve("blocking"), names),
                names);
    }

    private static Path compile(Path sources, Path classes, List<String> names) throws IOException {
        Files.createDirectories(classes);
        List<String> arguments = new ArrayList<>(List.of("-g", "-proc:none", "-Xlint:none", "-nowarn"));
        arguments.addAll(List.of("--release", "17", "-d", classes.toString()));
        arguments.addAll(List.of("-cp", System.getProperty("java.class.path")));
        names.forEach(name -> arguments.add(
                sources.resolve(name.substring(PACKAGE.length()) + ".java").toString()));
        int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        assertEquals(0, result, "compiles");
        return classes;
    }

    private static String blocking(String source) {
        return source.replace("import static dev.weft.Weft.await;", "import static com.example.targets.Blocking.await;")
                .replace("import dev.weft.Async;", "")
                .replaceAll("@Async\\b", "");
    }

    /** The lines, as {@code class:line}, on which a handler begins. */
    Set<String> handlerLines() throws IOException {
        Set<String> lines = new HashSet<>();
        try (Stream<Path> files = Files.walk(blocking)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".class")).toList()) {
                ClassNode owner = new ClassNode();
                new ClassReader(Files.readAllBytes(file)).accept(owner, 0);
                owner.methods.forEach(method -> method.tryCatchBlocks.forEach(
                        block -> lines.add(owner.name.replace('/', '.') + ":" + lineOf(block.handler))));
            }
        }
        return lines;
    }

    private static int lineOf(AbstractInsnNode handler) {
        AbstractInsnNode insn = handler;
        while (insn != null && insn.getOpcode() < 0) {
            if (insn instanceof LineNumberNode number) {
                return number.line;
            }
            insn = insn.getNext();
        }
        return 0;
    }
}
