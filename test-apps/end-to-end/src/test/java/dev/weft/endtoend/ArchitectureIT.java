// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;

/** The table of packages in docs/architecture.md, against what the classes in the jars use. */
class ArchitectureIT {
    /** A line of jdeps: one package uses another. */
    private static final Pattern USE =
            Pattern.compile("^ +(dev\\.weft\\S*) +-> +(dev\\.weft\\S*) .*$", Pattern.MULTILINE);

    private static final String ASM = "dev.weft.agent.asm";

    @Test
    void runtimePackagesUseWhatTheTableSays() {
        assertEquals(
                Map.of(
                        "dev.weft", Set.of("dev.weft.internal", "dev.weft.spi"),
                        "dev.weft.abi", Set.of("dev.weft"),
                        "dev.weft.internal", Set.of("dev.weft", "dev.weft.abi", "dev.weft.spi"),
                        "dev.weft.io", Set.of("dev.weft", "dev.weft.spi"),
                        "dev.weft.spi", Set.of("dev.weft")),
                uses("weft.runtimeJar"));
    }

    @Test
    void agentPackagesUseWhatTheTableSays() {
        assertEquals(
                Map.of(
                        "dev.weft.agent", Set.of("dev.weft.weave", "dev.weft.diagnostic"),
                        "dev.weft.files", Set.of("dev.weft.weave", "dev.weft.diagnostic"),
                        "dev.weft.weave",
                                Set.of("dev.weft.weave.analysis", "dev.weft.weave.codegen", "dev.weft.diagnostic", ASM),
                        "dev.weft.weave.analysis", Set.of("dev.weft.diagnostic", ASM),
                        "dev.weft.weave.codegen", Set.of("dev.weft.weave.analysis", ASM)),
                uses("weft.agentJar"));
    }

    @Test
    void compilerPluginUsesTheWeaverAndNothingOfTheAgent() {
        Map<String, Set<String>> uses = uses("weft.compilerPlugin");
        assertEquals(
                Set.of("dev.weft.javac.check", "dev.weft.weave", "dev.weft.diagnostic"), uses.get("dev.weft.javac"));
        assertEquals(Set.of("dev.weft.diagnostic"), uses.get("dev.weft.javac.check"));
        assertEquals(null, uses.get("dev.weft.agent"));
    }

    /** Who uses whom, but for ASM among its own packages. */
    private static Map<String, Set<String>> uses(String jar) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        List<String> arguments =
                List.of("--ignore-missing-deps", "-verbose:package", "-filter:none", System.getProperty(jar));
        int exit = ToolProvider.findFirst("jdeps").orElseThrow().run(out, out, arguments.toArray(String[]::new));
        assertEquals(0, exit, text.toString());
        Map<String, Set<String>> uses = new TreeMap<>();
        USE.matcher(text.toString()).results().forEach(use -> {
            String from = use.group(1);
            String to = use.group(2).startsWith(ASM) ? ASM : use.group(2);
            if (!from.startsWith(ASM) && !from.equals(to)) {
                uses.computeIfAbsent(from, unused -> new TreeSet<>()).add(to);
            }
        });
        return uses;
    }
}
