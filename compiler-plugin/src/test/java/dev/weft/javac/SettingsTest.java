// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.diagnostic.Diagnostic;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Options and annotations, as javac and its user see them. What is printed is shortened to {@code A.java:LINE: kind [Name]}. */
class SettingsTest {
    /** A mistake that is a warning on line 6, and one that is an error on line 7. */
    private static final String SOURCE = """
            import static dev.weft.Weft.*;
            import dev.weft.*;
            class A {
                @Async
                static Task<Integer> work() throws InterruptedException {
                    Thread.sleep(1);
                    work();
                    return Task.of(1);
                }
            }
            """;

    private static final String WARNING = "A.java:6: warning: [BlockingCallInAsync]";
    private static final String ERROR = "A.java:7: error: [UnawaitedTask]";

    @Test
    void someRulesWarnAndOthersFail() {
        assertEquals(List.of(WARNING, ERROR, "1 error", "1 warning"), javac(SOURCE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Aweft.%s=%s", "-Xplugin:Weft %s=%s"})
    void anOptionOfTheProcessorOrThePluginSaysHowLoud(String option) {
        assertEquals(
                List.of("A.java:6: error: [BlockingCallInAsync]", "A.java:7: warning: [UnawaitedTask]"),
                messages(option.formatted("BlockingCallInAsync", "error"), "-Aweft.UnawaitedTask=warning"));
        assertEquals(
                List.of("A.java:6: Note: [BlockingCallInAsync]", ERROR),
                messages(option.formatted("BlockingCallInAsync", "note")));
        assertEquals(List.of(WARNING), messages(option.formatted("UnawaitedTask", "off")));
    }

    @Test
    void optionsOfBothAddUp() {
        assertEquals(List.of(), messages("-Xplugin:Weft UnawaitedTask=off", "-Aweft.BlockingCallInAsync=off"));
        assertEquals(List.of(), messages("-Xplugin:Weft UnawaitedTask=off BlockingCallInAsync=off"));
    }

    @Test
    void moreMethodsThatBlockAreNamedToEither() {
        assertEquals(List.of(ERROR), messages("-Aweft.blocking=!java.lang.Thread#sleep"));
        assertEquals(List.of(ERROR), messages("-Xplugin:Weft blocking=!java.lang.Thread#sleep;p.Other"));
    }

    @Test
    void oneOptionIsForAllDiagnosticsThatNoneNames() {
        assertEquals(
                List.of("A.java:6: error: [BlockingCallInAsync]", "A.java:7: warning: [UnawaitedTask]"),
                messages("-Aweft.all=error", "-Aweft.UnawaitedTask=warning"));
        assertEquals(List.of(), messages("-Xplugin:Weft all=off"));
    }

    @Test
    void ourOwnMistakesFailNoBuildUnlessTheirNameSaysSo() {
        assertEquals(Severity.NOTE, Settings.STANDARD.severity(Diagnostic.RULE_FAILURE));
        assertEquals(Severity.NOTE, severityOfRuleFailure("weft.all", "error"));
        assertEquals(Severity.OFF, severityOfRuleFailure("weft.all", "off"));
        assertEquals(Severity.ERROR, severityOfRuleFailure("weft.RuleFailure", "error"));
    }

    private static Severity severityOfRuleFailure(String option, String value) {
        return Settings.ofProcessor(Map.of(option, value)).severity(Diagnostic.RULE_FAILURE);
    }

    @Test
    void aWrongOptionIsAnErrorThatSaysWhatIsRight() {
        assertEquals(
                "Weft: the option -Aweft.UnawaitedTask=loud is unknown: a severity is off, note, warning or error",
                problem("-Aweft.UnawaitedTask=loud"));
        assertEquals("Weft: the option weave=no is unknown: weave is true or false", problem("-Xplugin:Weft weave=no"));
        assertEquals(
                "Weft: the option -Aweft.blocking=a b is unknown:"
                        + " blocking is a list of class#method, class#method/parameters and class, with ; in between",
                problem("-Aweft.blocking=a b"));
        assertEquals(
                "Weft: the option NoSuchRule=off is unknown: it is neither weave, debug, blocking, nor all, nor the name of a diagnostic",
                problem("-Xplugin:Weft NoSuchRule=off"));
    }

    @Test
    void aMisspeltOptionIsShownAsItWasWrittenWithTheNearest() {
        assertEquals(
                "Weft: the option -Aweft.UnwaitedTask=off is unknown: it is neither weave, debug, blocking, nor all, nor the name of a"
                        + " diagnostic; did you mean -Aweft.UnawaitedTask?",
                problem("-Aweft.UnwaitedTask=off"));
        assertEquals(
                "Weft: the option weaves=false is unknown: it is neither weave, debug, blocking, nor all, nor the name of a"
                        + " diagnostic; did you mean weave?",
                problem("-Xplugin:Weft weaves=false"));
    }

    @Test
    void anEntryOfBlockingThatCanHaveNoEffectIsAnError() {
        assertEquals(
                "Weft: in the option blocking, A.work has no effect: work is a method; write A#work",
                problem("-Aweft.blocking=A.work"));
        assertEquals(
                "Weft: in the option blocking, A.sleep has no effect: A declares no class and no method sleep",
                problem("-Xplugin:Weft blocking=A.sleep"));
        assertEquals(
                "Weft: in the option blocking, java.lang.Thread#sleeep/2 has no effect:"
                        + " java.lang.Thread declares no sleeep with 2 parameters; name the class that does",
                problem("-Aweft.blocking=java.lang.Thread#sleeep/2"));
        assertEquals(
                "Weft: in the option blocking, java.util.Map$Entry#getKey has no effect:"
                        + " write java.util.Map.Entry#getKey, with a dot before a nested class",
                problem("-Aweft.blocking=java.util.Map$Entry#getKey"));
    }

    @Test
    void anEntryOfBlockingMayNameWhatOtherModulesKnow() {
        assertEquals(
                List.of(WARNING, ERROR),
                messages("-Aweft.blocking=q.Unknown#call;q.Unknown.call;java.util.Map$Entry$Deep"));
        assertEquals(
                List.of(WARNING, ERROR),
                messages("-Aweft.blocking=A#<init>/0;!java.util.ArrayList#<init>;java.util.Map.Entry"));
    }

    @Test
    void werrorMakesErrorsOfWarningsAndNowarnHidesThem() {
        assertEquals(
                List.of(WARNING, "error: warnings found and -Werror specified", "1 error", "1 warning"),
                javac(SOURCE, "-Aweft.UnawaitedTask=off", "-Werror"));
        assertEquals(List.of(ERROR, "1 error"), javac(SOURCE, "-nowarn"));
        assertEquals(List.of(), javac(SOURCE, "-nowarn", "-Aweft.UnawaitedTask=off"));
        assertEquals(
                List.of("A.java:6: Note: [BlockingCallInAsync]"),
                javac(SOURCE, "-Aweft.UnawaitedTask=off", "-Aweft.BlockingCallInAsync=note", "-Werror"));
    }

    @Test
    void allWarningsOfJavacAreSilentAboutThePlugin() {
        assertEquals(
                List.of(),
                javac(
                        "class A { @Deprecated void plain() {} }",
                        "-Xlint:all",
                        "-Werror",
                        "-Aweft.UnawaitedTask=off",
                        "-Xplugin:Weft"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "    @Async|    @SuppressWarnings(\"weft:UnawaitedTask\") @Async",
                "class A|@SuppressWarnings(\"weft:UnawaitedTask\") class A",
                "class A|@SuppressWarnings({\"unchecked\", \"weft:UnawaitedTask\"}) class A",
                "work();|@SuppressWarnings(\"weft:UnawaitedTask\") Task<?> unused = work();",
                "work();|@SuppressWarnings(\"weft:UnawaitedTask\") Runnable unused = () -> work();",
            })
    void anAnnotationAroundItSilences(String change) {
        String[] parts = change.split("\\|", -1);
        String source = SOURCE.replace(parts[0], parts[1]);
        assertTrue(!source.equals(SOURCE));
        assertEquals(List.of(WARNING), places(Javac.print("A", source)));
    }

    @Test
    void anAnnotationOnAFieldSilences() {
        String field = """
                import static dev.weft.Weft.*;
                class A {
                    @SuppressWarnings("weft:AwaitInConstructor")
                    int known = await(sleep(java.time.Duration.ZERO)) == null ? 1 : 2;
                    int other = await(sleep(java.time.Duration.ZERO)) == null ? 1 : 2;
                }
                """;
        assertEquals(
                List.of("A.java:5: error: [AwaitInConstructor]"),
                places(Javac.print("A", field, "-Aweft.weave=false")));
    }

    @Test
    void allSilencesEverythingThatANameCould() {
        String source = SOURCE.replace("class A", "@SuppressWarnings(\"all\") class A");
        assertEquals(List.of(), javac(source));
    }

    /** Either leaves a method that throws when it is called. */
    @Test
    void allSilencesTheWeaverAsItsNameDoes() {
        String source = """
                import dev.weft.*;
                class A {
                    @Async @SuppressWarnings("NAME")
                    synchronized Task<Integer> work() { return Task.of(1); }
                }
                """;
        String rule = "-Aweft.AsyncSynchronizedMethod=warning";
        assertEquals(
                List.of("A.java:4: warning: [AsyncSynchronizedMethod]"),
                javac(source, rule).subList(0, 1));
        assertEquals(List.of(), javac(source.replace("NAME", "weft:AsyncSynchronizedMethod"), rule));
        assertEquals(List.of(), javac(source.replace("NAME", "all"), rule));
    }

    @Test
    void anotherNameSilencesNothing() {
        for (String name :
                List.of("UnawaitedTask", "weft:unawaitedTask", "weft:TaskAwaitedTwice", "weft:all", "weft")) {
            String source = SOURCE.replace("class A", "@SuppressWarnings(\"" + name + "\") class A");
            assertEquals(List.of(WARNING, ERROR), places(Javac.print("A", source)));
        }
    }

    @Test
    void whatTheWeaverFindsAgainIsSaidOnce() {
        String twice = """
                import static dev.weft.Weft.*;
                import dev.weft.*;
                class A {
                    int total(Task<Integer> task) {
                        return await(task);
                    }
                }
                """;
        assertEquals(
                List.of("A.java:5: warning: [AwaitOutsideAsync]"),
                places(Javac.print("A", twice, "-Aweft.AwaitOutsideAsync=warning")));
        assertEquals(List.of(), places(Javac.print("A", twice, "-Aweft.AwaitOutsideAsync=off")));
    }

    private static List<String> messages(String... options) {
        return places(Javac.print("A", SOURCE, options));
    }

    private static String problem(String option) {
        String place = "A.java:3: error: ";
        String printed = Javac.print("A", SOURCE, option);
        return printed.lines()
                .filter(line -> line.startsWith(place))
                .map(line -> line.substring(place.length()))
                .findFirst()
                .orElse(printed);
    }

    private static List<String> places(String printed) {
        return shortened(printed).filter(line -> line.contains("[")).toList();
    }

    private static List<String> javac(String source, String... options) {
        return shortened(Javac.print("A", source, options)).toList();
    }

    /** Without the lines of the source, and without the texts. */
    private static Stream<String> shortened(String printed) {
        return printed
                .lines()
                .filter(line -> line.matches("(\\S*A\\.java:.*|\\d+ (error|warning)s?|error:.*|warning:.*|Note:.*)"))
                .map(line -> line.replaceFirst("(\\[\\w+]).*", "$1"))
                .collect(Collectors.toList())
                .stream();
    }
}
