// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.generated;

import dev.weft.support.SourceCompiler;
import java.util.Map;

/** Compiles generated programs, and tells what javac refuses from what it breaks down on. */
final class ProgramCompiler {
    /** What javac refuses. */
    static class InvalidSource extends Exception {
        private static final long serialVersionUID = 1;

        InvalidSource(String message) {
            super(message);
        }
    }

    /** javac broke down, and said nothing about the source. */
    static final class CompilerCrash extends InvalidSource {
        private static final long serialVersionUID = 1;

        CompilerCrash(String message) {
            super(message);
        }
    }

    private ProgramCompiler() {}

    /**
     * Compiles.
     *
     * @param sources the files, by the name of their class
     * @return the class files, by the names of the classes
     */
    static Map<String, byte[]> compile(Map<String, String> sources, int release, String debug) throws InvalidSource {
        SourceCompiler compiler =
                new SourceCompiler("--release", String.valueOf(release), debug, "-proc:none", "-Xlint:none", "-nowarn");
        SourceCompiler.Result result = compiler.compile(sources);
        if (!result.succeeded()) {
            String errors = result.errors();
            throw errors.isEmpty() ? new CompilerCrash(result.output()) : new InvalidSource(errors);
        }
        return result.classes();
    }
}
