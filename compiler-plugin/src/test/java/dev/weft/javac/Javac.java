// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac;

import dev.weft.support.MemoryFiles;
import dev.weft.support.SourceCompiler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import org.jspecify.annotations.Nullable;

/** Runs the compiler of this JDK, in this JVM and in memory, on one source with the plugin's processor. */
public final class Javac {
    private Javac() {}

    /** Compiles with the processor, which checks as the plugin does. */
    public static SourceCompiler.Result compile(String className, String source, List<String> options) {
        return new SourceCompiler(options).processors(new WeftProcessor()).compile(className, source);
    }

    /** Compiles with a file manager that has class files only for javac. */
    static SourceCompiler.Result compileForgetfully(String className, String source) {
        MemoryFiles manager = new MemoryFiles(SourceCompiler.memory()) {
            @Override
            public FileObject getFileForOutput(
                    Location location, String packageName, String name, @Nullable FileObject sibling)
                    throws IOException {
                return SourceCompiler.memory().getFileForOutput(location, packageName, name, sibling);
            }
        };
        return new SourceCompiler().processors(new WeftProcessor()).compile(manager, Map.of(className, source));
    }

    /** Compiles as somebody does who has the plugin on the processor path. Returns what javac prints. */
    public static String print(String className, String source, String... options) {
        List<String> all = new ArrayList<>(List.of("-processorpath", System.getProperty("java.class.path")));
        all.addAll(List.of(options));
        return new SourceCompiler(all)
                .print(className, source)
                .replace("\r\n", "\n")
                .replaceAll("(?m)^/", ""); // javac shows mem:///A.java as /A.java
    }
}
