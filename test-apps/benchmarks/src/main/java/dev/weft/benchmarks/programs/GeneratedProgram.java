// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.programs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** A program of many classes with ten async methods each. It loads all of them, runs each method once, and ends. */
final class GeneratedProgram {
    static final String MAIN = "generated.Main";

    private static final int METHODS_PER_CLASS = 10;

    private final int methods;
    private final Path folder;

    GeneratedProgram(int methods, Path folder) {
        this.methods = methods;
        this.folder = folder;
    }

    /** Takes the number of methods, a folder, and the jar of the runtime. Compiles the program there and prints where its jar is. */
    public static void main(String[] args) throws IOException {
        GeneratedProgram program = new GeneratedProgram(Integer.parseInt(args[0]), Path.of(args[1]));
        System.out.println(program.jar("plain", Path.of(args[2]), List.of("-proc:none")));
    }

    /** Compiles it into a jar with these options more. */
    Path jar(String name, Path runtime, List<String> options) throws IOException {
        Path classes = folder.resolve(name);
        List<String> arguments = new ArrayList<>(
                List.of("--release", "17", "-g", "-nowarn", "-cp", runtime.toString(), "-d", classes.toString()));
        arguments.addAll(options);
        for (Path source : sources()) {
            arguments.add(source.toString());
        }
        int status = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        if (status != 0) {
            throw new IllegalStateException("javac ends with " + status);
        }
        return pack(classes, folder.resolve(name + ".jar"));
    }

    private List<Path> sources() throws IOException {
        Path package0 = Files.createDirectories(folder.resolve("src/generated"));
        List<Path> sources = new ArrayList<>();
        StringBuilder calls = new StringBuilder();
        for (int i = 0; i < methods / METHODS_PER_CLASS; i++) {
            sources.add(Files.writeString(package0.resolve("Part" + i + ".java"), part(i)));
            calls.append("sum += await(Part").append(i).append(".run(sum));\n");
        }
        sources.add(Files.writeString(
                package0.resolve("Main.java"), main(calls.toString().lines().toList())));
        return sources;
    }

    /** Each method keeps some values over an await that is done at once, as most code does. */
    private static String part(int number) {
        StringBuilder source = new StringBuilder(HEADER + "final class Part" + number + " {\n");
        source.append("@Async static Task<Integer> run(int from) {\nint sum = from;\n");
        for (int i = 1; i < METHODS_PER_CLASS; i++) {
            source.append("sum += await(m")
                    .append(i)
                    .append("(\"part\", sum, ")
                    .append(i)
                    .append("L));\n");
        }
        source.append("return Task.of(sum);\n}\n");
        for (int i = 1; i < METHODS_PER_CLASS; i++) {
            source.append("@Async private static Task<Integer> m").append(i).append("""
                    (String name, int a, long b) {
                        for (int i = 0; i < 2; i++) {
                            try {
                                a += await(Task.of(name.length() + i));
                            } finally {
                                b++;
                            }
                        }
                        return Task.of((int) (a + b) & 0xff);
                    }
                    """);
        }
        return source.append("}\n").toString();
    }

    /** In several methods: one would be too long. */
    private static String main(List<String> calls) {
        StringBuilder source = new StringBuilder(HEADER + "public final class Main {\n");
        int chunks = (calls.size() + 99) / 100;
        for (int chunk = 0; chunk < chunks; chunk++) {
            source.append("@Async static Task<Integer> part").append(chunk).append("(int sum) {\n");
            calls.subList(chunk * 100, Math.min(calls.size(), chunk * 100 + 100))
                    .forEach(call -> source.append(call).append('\n'));
            source.append("return Task.of(sum);\n}\n");
        }
        source.append("@Async static Task<Integer> all() {\nint sum = 0;\n");
        for (int chunk = 0; chunk < chunks; chunk++) {
            source.append("sum += await(part").append(chunk).append("(sum));\n");
        }
        source.append("return Task.of(sum);\n}\npublic static void main(String[] args) {\n");
        return source.append("System.out.println(Weft.run(all()));\n}\n}\n").toString();
    }

    private static final String HEADER =
            "package generated;\nimport dev.weft.Async;\nimport dev.weft.Task;\nimport dev.weft.Weft;\nimport static dev.weft.Weft.await;\n";

    private static Path pack(Path classes, Path jar) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                out.putNextEntry(
                        new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
        return jar;
    }
}
