// SPDX-License-Identifier: Apache-2.0
package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.Built;
import dev.weft.support.Document;
import dev.weft.support.Document.Block;
import dev.weft.support.Jdks;
import dev.weft.support.Jvm;
import java.io.File;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every output in the page of the guide about clusters, against what is printed by the program that the comment above it names. */
class ShownClusterOutputIT {
    private static final Pattern ORIGIN = Pattern.compile("printed by (\\w+)");

    static Stream<Block> outputs() {
        return Document.at("docs/guide/cluster.md").blocks().stream()
                .filter(block -> block.language().equals("text"));
    }

    @ParameterizedTest
    @MethodSource("outputs")
    void outputIsWhatIsPrinted(Block shown) throws Exception {
        Matcher origin = ORIGIN.matcher(shown.origin());
        assertTrue(origin.matches(), "nobody knows how to print what is \"" + shown.origin() + "\"");
        Path target = Path.of("target").toAbsolutePath();
        String path = Built.classPath(Built.runtimeJar(), target.resolve("classes"))
                + File.pathSeparator
                + target.resolve("libraries")
                + File.separator
                + '*';
        String printed = Jvm.run(
                        Jdks.current(),
                        Built.agentOption(),
                        Jvm.NO_STALLS,
                        "-cp",
                        path,
                        "com.example." + origin.group(1))
                .output();
        assertEquals(withoutTheRun(shown.text()), withoutTheRun(printed), printed);
    }

    /** All numbers are those of the run, but for those of lines. */
    private static String withoutTheRun(String text) {
        return text.replace("\r", "")
                .replaceAll("(?m)^weft-dump/1 .*", "weft-dump/1")
                .replaceAll("(?<!Knot\\.java:)\\b\\d+", "N");
    }
}
