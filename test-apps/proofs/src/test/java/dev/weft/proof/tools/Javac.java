// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.tools;

import dev.weft.support.Built;
import dev.weft.support.SourceCompiler;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Compiles the programs of these tests, for Java 17. */
final class Javac {
    private static final Pattern TYPE = Pattern.compile("\\b(?:class|interface|record|enum|module) ([\\w.]+)");

    private final List<String> options = new ArrayList<>(List.of("--release", "17", "-g", "-Xlint:none"));
    private final List<Path> path = new ArrayList<>(List.of(Built.runtimeJar()));

    /** What the sources may name besides the runtime: folders and jars. */
    Javac classPath(Path... entries) {
        path.addAll(List.of(entries));
        return this;
    }

    Javac with(String... more) {
        options.addAll(List.of(more));
        return this;
    }

    /** Compiles files, each named after the first type in it, into a folder, and returns the folder. */
    Path compile(Path folder, String... sources) {
        List<String> all = new ArrayList<>(options);
        if (!all.contains("--module-path")) {
            all.add("-classpath");
            all.add(path.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        }
        if (!all.contains("-processorpath")) {
            all.add("-proc:none");
        }
        Map<String, String> files = new LinkedHashMap<>();
        for (String source : sources) {
            files.put(name(source), source);
        }
        return new SourceCompiler(all).compileInto(folder, files);
    }

    private static String name(String source) {
        Matcher type = TYPE.matcher(source);
        if (!type.find()) {
            throw new IllegalArgumentException("no type in " + source);
        }
        return source.contains("module " + type.group(1)) ? "module-info" : type.group(1);
    }
}
