// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
    private static final ClassPattern A = ClassPattern.of("com.a.*");
    private static final ClassPattern B = ClassPattern.of("com.b");
    private static final Pattern PROPERTY = Pattern.compile("\"(weft\\.[a-z.]+)\"");

    @Test
    void haveDefaults() throws OptionException {
        Options defaults = new Options(List.of(), List.of(), null, false, false, false, Map.of(), false);
        assertEquals(defaults, read(null));
        assertEquals(defaults, read(""));
        assertEquals(defaults, read(" , "));
    }

    @Test
    void areReadFromTheArguments() throws OptionException {
        assertEquals(
                new Options(List.of(A), List.of(B), Path.of("out"), true, true, false, Map.of(), false),
                read("include=com.a.*,exclude=com.b,dump=out,verify=true,entries=true"));
    }

    @Test
    void areReadFromProperties() throws OptionException {
        Map<String, String> properties = Map.of(
                "weft.include", "com.a.*",
                "weft.exclude", "com.b",
                "weft.dump", "out",
                "weft.verify", "true",
                "weft.entries", "true");
        assertEquals(
                new Options(List.of(A), List.of(B), Path.of("out"), true, true, false, Map.of(), false),
                Options.read(null, properties::get));
    }

    @Test
    void preferTheArgumentToTheProperty() throws OptionException {
        Map<String, String> properties = Map.of("weft.include", "com.a.*", "weft.verify", "true");
        Options options = Options.read("include=com.b", properties::get);
        assertEquals(List.of(B), options.include());
        assertTrue(options.verify());
    }

    @Test
    void takeSeveralPatterns() throws OptionException {
        assertEquals(List.of(A, B), read("include=com.a.*;com.b").include());
        assertEquals(List.of(A, B), read("include=com.a.*,include=com.b").include());
        assertEquals(List.of(A, B), read(" include = com.a.* ; com.b ").include());
    }

    @Test
    void takeAFlagWithoutValue() throws OptionException {
        assertTrue(read("help").help());
        assertTrue(read("verify").verify());
        assertFalse(read("verify=false").verify());
        assertTrue(Options.read(null, Map.of("weft.help", "")::get).help());
    }

    @Test
    void splitAtTheFirstEqualsSign() throws OptionException {
        assertEquals(Path.of("a=b"), read("dump=a=b").dump());
    }

    @ParameterizedTest
    @CsvSource({
        "exlude=x, exlude, exclude",
        "Include=x, Include, include",
        "includes=x, includes, include",
        "verfy, verfy, verify",
        "hlp, hlp, help",
        "dmp=x, dmp, dump"
    })
    void suggestTheNearestKey(String arguments, String wrong, String right) {
        assertEquals("unknown option \"" + wrong + "\"; did you mean \"" + right + "\"?", refusal(arguments));
    }

    @ParameterizedTest
    @ValueSource(strings = {"colour=red", "x=1", "=1"})
    void suggestNothingForWhatIsLikeNoKey(String arguments) {
        assertEquals("unknown option \"" + arguments.substring(0, arguments.indexOf('=')) + "\"", refusal(arguments));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "include=",
                "include",
                "include=com..a",
                "include=com.a*",
                "include=*.a",
                "include=com/a",
                "exclude=a;;b",
                "include=com.a.",
                "include=com a",
                "verify=yes",
                "history=0",
                "lost=true",
                "strict=on",
                "help=1",
                "dump=",
                "dump",
                "debug=yes",
                "step=1",
                "stall=fast",
                "stall=-1ms",
                "trace",
                "history=many",
                "signal=USR2",
                "redact=("
            })
    void refuseABadValue(String arguments) {
        String refusal = refusal(arguments);
        assertTrue(refusal.startsWith("bad value \""), refusal);
        assertTrue(refusal.contains("; expected "), refusal);
    }

    @Test
    void refuseAPropertyWithABadValue() {
        assertThrows(OptionException.class, () -> Options.read(null, Map.of("weft.include", "com.a,com.b")::get));
    }

    @Test
    void refuseToGuessBetweenTwoValues() {
        assertEquals("option \"dump\" is given twice", refusal("dump=a,dump=b"));
    }

    @Test
    void weaveAndRunForADebugger() throws OptionException {
        Options options = read("debug=true");
        assertTrue(options.debug());
        assertEquals(
                Map.of("weft.debug", "true", "weft.debug.step", "true", "weft.debug.stall", "off"),
                options.properties());
        assertEquals("false", read("debug,step=false").properties().get("weft.debug.step"));
        assertEquals("5s", read("debug,stall=5s").properties().get("weft.debug.stall"));
    }

    /** The one name says what debuggers get, and what everybody else does. */
    @Test
    void switchOffWhatShowsTasks() throws OptionException {
        assertFalse(read("debug=off").debug());
        assertEquals(Map.of("weft.debug", "off"), read("debug=off").properties());
    }

    @Test
    void becomePropertiesOfTheRuntime() throws OptionException {
        Map<String, String> expected = Map.of(
                "weft.debug.stall", "250ms",
                "weft.debug.trace", "t.json",
                "weft.debug.history", "100",
                "weft.debug.signal", "USR1",
                "weft.debug.redact", "pin|iban",
                "weft.debug.lost", "off",
                "weft.strict", "true",
                "weft.debug.step", "true");
        assertEquals(
                expected,
                read("stall=250ms,trace=t.json,history=100,signal=USR1,redact=pin|iban,lost=off,strict,step=true")
                        .properties());
    }

    @ParameterizedTest
    @CsvSource({"weft.debug.stal, weft.debug.stall", "weft.debug.trce, weft.debug.trace", "weft.debg, weft.debug"})
    void refuseAMisspeltPropertyOfTheRuntime(String wrong, String right) {
        OptionException refusal = assertThrows(OptionException.class, () -> OptionKey.refuseMisspelt(Set.of(wrong)));
        assertEquals(
                "unknown system property \"" + wrong + "\"; did you mean \"" + right + "\"?", refusal.getMessage());
    }

    @Test
    void leavePropertiesAloneThatThereAre() throws Exception {
        Set<String> properties = propertiesOfTheRuntime();
        assertTrue(
                properties.containsAll(Set.of("weft.debug", "weft.debug.trace.limit", "weft.strict")),
                properties::toString);
        OptionKey.refuseMisspelt(properties);
    }

    /** All that its code names, so that one which is new is not refused. */
    private static Set<String> propertiesOfTheRuntime() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("../runtime/src/main/java"))) {
            return sources.filter(Files::isRegularFile)
                    .flatMap(OptionsTest::propertiesIn)
                    .collect(Collectors.toSet());
        }
    }

    private static Stream<String> propertiesIn(Path source) {
        try {
            return PROPERTY.matcher(Files.readString(source)).results().map(found -> found.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void areAllInTheHelp() {
        String help = OptionKey.help();
        for (OptionKey key : OptionKey.values()) {
            assertTrue(help.contains(System.lineSeparator() + "  " + key.text()), help);
        }
    }

    @Test
    void keepDumpUnsetWithoutAValue() throws OptionException {
        assertNull(read("verify").dump());
    }

    private static Options read(@Nullable String arguments) throws OptionException {
        return Options.read(arguments, key -> null);
    }

    private static String refusal(String arguments) {
        return String.valueOf(
                assertThrows(OptionException.class, () -> read(arguments)).getMessage());
    }
}
