// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.Jdks;
import dev.weft.support.Jvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the README shows is the sample, and what the sample prints. */
class ReadmeIT {
    private static final Pattern BLOCK = Pattern.compile("^```(\\w*)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    @Test
    void showsTheFactorialSampleAsItIs() throws IOException {
        String source = Files.readString(Samples.source("Factorial"));
        String region = source.replaceAll("(?s).*// region factorial\\n(.*?) *// endregion.*", "$1");
        assertEquals(region, block("java"));
    }

    @Test
    void showsTheLinesThatTheSamplePrints() throws Exception {
        Jvm.Result result = Jvm.run(Jdks.current(), Samples.arguments("Factorial"));
        assertEquals(result.output().replace(System.lineSeparator(), "\n"), block(""));
    }

    /** {@link MavenIT} runs it. */
    @Test
    void showsTheQuickStartAsItIs() throws IOException {
        Path quickStart = Path.of("..", "..", "quickstart");
        String source = Files.readString(quickStart.resolve("src/main/java/com/example/Quickstart.java"));
        assertTrue(readme().contains(source.replaceAll("(?s).*// region quickstart\\n(.*?) *// endregion.*", "$1")));
        assertTrue(Files.readString(quickStart.resolve("pom.xml")).contains(block("xml")));
        assertEquals(MavenIT.PRINTED, block("text"));
    }

    @Test
    void namesEverySample() throws IOException {
        String readme = readme();
        try (var sources = Files.list(Samples.source("Factorial").getParent())) {
            List<String> names = sources.map(
                            file -> file.getFileName().toString().replace(".java", ""))
                    .toList();
            assertTrue(names.size() >= 7, names.toString());
            names.forEach(name -> assertTrue(readme.contains(name), name));
        }
    }

    private static String readme() throws IOException {
        return Files.readString(Path.of("..", "..", "README.md"));
    }

    private static String block(String language) throws IOException {
        Matcher blocks = BLOCK.matcher(readme());
        while (blocks.find()) {
            if (blocks.group(1).equals(language)) {
                return blocks.group(2);
            }
        }
        throw new AssertionError("no block of " + language);
    }
}
