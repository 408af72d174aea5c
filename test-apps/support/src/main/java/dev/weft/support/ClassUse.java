// SPDX-License-Identifier: Apache-2.0
package dev.weft.support;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;

/**
 * One class that names another one, as {@code jdeps} finds it in class files.
 *
 * @param from the class that names
 * @param to the class that is named
 */
record ClassUse(ClassName from, ClassName to) {
    private static final Pattern LINE = Pattern.compile("^ +(\\S+) +-> (\\S+) .*$", Pattern.MULTILINE);

    /** The name of a class, with that of its package apart. Nested classes count as the one they are in. */
    record ClassName(String packageName, String simpleName) {
        static ClassName of(String name) {
            int dot = name.lastIndexOf('.');
            return new ClassName(
                    name.substring(0, Math.max(0, dot)), name.substring(dot + 1).replaceFirst("\\$.*", ""));
        }

        @Override
        public String toString() {
            return packageName + '.' + simpleName;
        }
    }

    /**
     * Reads all uses in a folder or jar.
     *
     * @param classes the folder or jar
     * @param original gives the name that a class had before it was moved into a jar
     */
    static List<ClassUse> in(Path classes, UnaryOperator<String> original) {
        List<String> arguments = new ArrayList<>(List.of("-verbose:class", "-filter:none", "--multi-release", "base"));
        if (Files.exists(classes.resolve("module-info.class")) && System.getProperty("jdk.module.path") == null) {
            arguments.addAll(List.of("--module-path", System.getProperty("java.class.path"))); // what it requires
        }
        arguments.add(classes.toString());
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        int exit = ToolProvider.findFirst("jdeps").orElseThrow().run(out, out, arguments.toArray(String[]::new));
        if (exit != 0) {
            throw new AssertionError("jdeps cannot read " + classes + ":\n" + text);
        }
        return LINE.matcher(text.toString())
                .results()
                .map(line -> of(line, original))
                .distinct()
                .toList();
    }

    private static ClassUse of(MatchResult line, UnaryOperator<String> original) {
        return new ClassUse(ClassName.of(original.apply(line.group(1))), ClassName.of(original.apply(line.group(2))));
    }
}
