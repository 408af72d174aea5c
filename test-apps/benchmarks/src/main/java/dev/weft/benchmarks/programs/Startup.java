// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.programs;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * Times whole JVMs that start, load a program with so many async methods, call each once and end: woven by the agent as classes are
 * loaded, woven at build time with and without an agent beside it, and woven at build time out of an archive of the JVM. The variants
 * take turns. All run on the JDK that runs this.
 */
public final class Startup {
    private static final int[] METHODS = {10, 1_000, 10_000};

    private final Path runtime;
    private final Path agent;
    private final Path plugin;
    private final Path folder;
    private final Path idleAgent;
    private final Results results = new Results();

    private Startup(Path runtime, Path agent, Path plugin, Path folder) throws IOException {
        this.runtime = runtime;
        this.agent = agent;
        this.plugin = plugin;
        this.folder = folder;
        this.idleAgent = idleAgent(folder);
    }

    /** Takes the jars of the runtime, the agent and the compiler plugin, the file for the results, and the number of rounds. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Startup startup = new Startup(
                Path.of(args[0]).toAbsolutePath(),
                Path.of(args[1]).toAbsolutePath(),
                Path.of(args[2]).toAbsolutePath(),
                Files.createTempDirectory("weft-startup"));
        int rounds = Integer.parseInt(args[4]);
        startup.measure("", rounds, Map.of("java -version", List.of("-version")));
        for (int methods : METHODS) {
            startup.measure(String.valueOf(methods), rounds, startup.variants(methods));
        }
        startup.results.write(Path.of(args[3]));
    }

    private Map<String, List<String>> variants(int methods) throws IOException, InterruptedException {
        Path own = Files.createDirectories(folder.resolve("p" + methods));
        GeneratedProgram program = new GeneratedProgram(methods, own);
        Path plain = program.jar("plain", runtime, List.of("-proc:none"));
        Path woven = program.jar("woven", runtime, List.of("-processorpath", plugin.toString()));
        Map<String, List<String>> variants = new LinkedHashMap<>();
        variants.put("woven by the agent", command(plain, "-javaagent:" + agent));
        variants.put("woven at build time", command(woven));
        variants.put("the same, with the agent", command(woven, "-javaagent:" + agent));
        variants.put("the same, with an agent that does nothing", command(woven, "-javaagent:" + idleAgent));
        Path archive = own.resolve("archive");
        run(command(woven, "-XX:ArchiveClassesAtExit=" + archive));
        variants.put("the same, from a class archive", command(woven, "-XX:SharedArchiveFile=" + archive));
        if (Runtime.version().feature() >= 25) {
            Path cache = own.resolve("cache");
            run(command(woven, "-XX:AOTCacheOutput=" + cache));
            variants.put("the same, from an AOT cache", command(woven, "-XX:AOTCache=" + cache));
        }
        return variants;
    }

    /** What the JVM takes for any agent. */
    private static Path idleAgent(Path folder) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", IdleAgent.class.getName());
        Path jar = folder.resolve("idle-agent.jar");
        String classFile = IdleAgent.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            out.putNextEntry(new JarEntry(classFile));
            Startup.class.getResourceAsStream("/" + classFile).transferTo(out);
        }
        return jar;
    }

    private List<String> command(Path program, String... options) {
        List<String> command = new ArrayList<>(Arrays.asList(options));
        command.addAll(List.of("-cp", runtime + File.pathSeparator + program, GeneratedProgram.MAIN));
        return command;
    }

    private void measure(String methods, int rounds, Map<String, List<String>> variants)
            throws IOException, InterruptedException {
        for (int round = 0; round < rounds; round++) {
            for (Map.Entry<String, List<String>> variant : variants.entrySet()) {
                results.addStartToEnd("Startup", variant.getKey(), methods, run(variant.getValue()));
            }
        }
    }

    /** Milliseconds from the start of a JVM to its end. */
    private static double run(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(arguments);
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        int status = process.waitFor();
        double taken = (System.nanoTime() - start) / 1e6;
        if (status != 0) {
            throw new IllegalStateException(command + " ends with " + status);
        }
        return taken;
    }
}
