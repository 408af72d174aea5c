// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.debugger;

import dev.weft.support.Built;
import dev.weft.support.SourceCompiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LineNumberNode;

/** The shapes of the targets, compiled twice: as they are, and as a blocking program. No line differs. */
record Shapes(Path async, Path blocking, List<String> names) {
    static final String PACKAGE = "com.example.targets.shapes.";
    private static final Path SOURCES = Built.targetsSources();

    /** Compiles those whose name matches. */
    static Shapes compile(String names) throws IOException {
        Path root = Path.of("target", "debugger");
        Map<String, String> async = new TreeMap<>();
        Map<String, String> blocking = new TreeMap<>();
        try (Stream<Path> files = Files.list(SOURCES.resolve(PACKAGE.replace('.', '/')))) {
            for (Path file : files.filter(path -> path.getFileName().toString().matches(names + "\\.java"))
                    .toList()) {
                String name = PACKAGE + file.getFileName().toString().replace(".java", "");
                async.put(name, Files.readString(file));
                blocking.put(name, blocking(Files.readString(file)));
            }
        }
        SourceCompiler compiler = new SourceCompiler("-g", "-proc:none", "-Xlint:none", "-nowarn", "--release", "17");
        return new Shapes(
                compiler.compileInto(root.resolve("async"), async),
                compiler.compileInto(root.resolve("blocking"), blocking),
                List.copyOf(async.keySet()));
    }

    private static String blocking(String source) {
        return source.replace("import static dev.weft.Weft.await;", "import static com.example.targets.Blocking.await;")
                .replace(
                        "import static dev.weft.Weft.emit;",
                        "import static com.example.targets.BlockingGenerator.emit;")
                .replace("com.example.targets.Generating.open", "com.example.targets.BlockingGenerator.open")
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
