// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.tools;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles the programs of these tests, for Java 17. */
final class Javac {
    private static final Pattern TYPE = Pattern.compile("\\b(?:class|interface|record|enum|module) ([\\w.]+)");

    private final List<String> options = new ArrayList<>(List.of("--release", "17", "-g", "-Xlint:none"));
    private final List<Path> path = new ArrayList<>(List.of(ToolJars.runtime()));

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
    Path compile(Path folder, String... sources) throws IOException {
        Files.createDirectories(folder);
        var compiler = ToolProvider.getSystemJavaCompiler();
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of("-d", folder.toString()));
        String entries = String.join(
                java.io.File.pathSeparator, path.stream().map(Path::toString).toList());
        all.addAll(options.contains("--module-path") ? List.of() : List.of("-classpath", entries));
        if (!all.contains("-processorpath")) {
            all.add("-proc:none");
        }
        StringWriter problems = new StringWriter();
        List<JavaFileObject> files = Stream.of(sources).map(Javac::file).toList();
        if (!compiler.getTask(problems, null, null, all, null, files).call()) {
            throw new IllegalArgumentException(problems.toString());
        }
        return folder;
    }

    private static JavaFileObject file(String source) {
        Matcher type = TYPE.matcher(source);
        if (!type.find()) {
            throw new IllegalArgumentException("no type in " + source);
        }
        String name = source.contains("module " + type.group(1)) ? "module-info" : type.group(1);
        return new SimpleJavaFileObject(URI.create("mem:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
    }
}
