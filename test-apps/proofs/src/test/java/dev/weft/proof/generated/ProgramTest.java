// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.generated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ProgramTest {
    /** What the generator is for: none of these may get lost. */
    private static final List<String> SHAPES = List.of(
            "new Pair\\(.*await",
            "try \\{\\s+t\\.tick\\(\\d+\\);\\s+return [^;]*;\\s+\\} finally",
            "\\? new String\\[\\]",
            "\\(switch \\(|\\) switch \\(",
            "t\\.cut\\(\"k\" \\+ .*await",
            "p\\.ia\\[.*await.*\\] \\+=",
            " \\+= .*await",
            "new int\\[\\] \\{.*await",
            "t\\.ints\\(.*await",
            "&& .*await",
            "\\|\\| .*await",
            "assert .*await",
            "case \"Aa\":",
            "case RED",
            "case GREEN ->",
            "case Circle\\(int r\\d+\\) when .*await",
            "case Group\\(Circle\\(var ",
            "case Box\\(_, var",
            "instanceof Box\\(int",
            "instanceof String o\\d+",
            "case null ->",
            "for \\(final Integer",
            "for \\(byte",
            "break loop",
            "continue loop",
            "continue;",
            "\\} while \\(",
            "while \\(true\\)",
            "for \\(;;\\)",
            "\\} finally \\{",
            "try \\(Resource",
            "Resource r\\d+ = null",
            "catch \\(\\w+ \\| \\w+ x\\d+",
            "boolean v\\d+",
            "byte v\\d+",
            "short v\\d+",
            "char v\\d+",
            "float v\\d+",
            "double v\\d+",
            "Object v\\d+ = null",
            "Comparable<\\?>",
            "long w\\d+_0",
            "synchronized \\(p\\)",
            "private static .*Task<",
            "final Task<",
            "super\\.over\\(",
            "super\\.paint\\(",
            "Gen\\.super\\.twice",
            "Gen\\.loud\\(",
            "P::m\\d+",
            "int\\.\\.\\. rest",
            "class Local\\d+",
            "record Local\\d+",
            "enum Local\\d+",
            "var v\\d+ = ",
            "new Pair\\([^\\n]*await[^\\n]*\\)\\.toString",
            "t\\.pairs\\(.*await",
            "_129 = w\\d+_128 \\+ 129;\\s+t\\.add\\(t\\.pairs\\(.*await",
            "static class Sub extends P",
            "P p = new Sub",
            "@Override\\s+public .* m\\d+\\(.*\\s+t\\.add\\(\"plain",
            "super\\.m\\d+\\(",
            "this\\.m\\d+\\(",
            "await\\(m\\d+\\(",
            "final Task<\\w+> task\\d+ = ",
            "case \"Aa\" -> \\{\\s+[^}]*yield .*await",
            "new Op<.*>\\(\\) \\{",
            "p\\.new Inner",
            "enum Color",
            "record Box",
            "sealed interface Shape",
            "CompletionStage<.* m\\d+\\(",
            "CompletableFuture<.* m\\d+\\(",
            "return switch",
            "return .* \\? Task\\.of",
            "yield ",
            "t\\.<\\w+>same\\(",
            "t\\.<\\w+>stage\\(",
            "t\\.fails\\(",
            "while \\([^\\n]*await\\(g\\d+\\.next",
            "\\bemit\\([^\\n]*await",
            "\\} finally \\{\\s+emit\\(",
            "\\} finally \\{\\s+g\\d+\\.close",
            "\\}\\s+g\\d+\\.close\\(\\);",
            "AsyncGenerator<\\w+> g\\d+ = [^\\n]*;\\s+AsyncGenerator<",
            "public static AsyncGenerator<",
            "private AsyncGenerator<",
            "static class Sub extends P \\{[^@]*(@Async\\s+@Override\\s+public \\w+<\\w+> [^@]*)*@Override\\s+public AsyncGenerator",
            "AsyncGenerator<\\w+> m\\d+\\([^)]*byte a\\d+",
            "AsyncGenerator<\\w+> m\\d+\\([^)]*double a\\d+",
            "AsyncGenerator<X> pass\\([^}]*emit\\(",
            "default AsyncGenerator<A> twice",
            "abstract AsyncGenerator<String> over",
            "final AsyncGenerator<Integer> fixed",
            "default AsyncGenerator<Long> area",
            "AsyncGenerator<Integer> paint",
            "AsyncGenerator<Character> deep",
            "AsyncGenerator<\\w+> of\\(GeneratedTrail",
            "public AsyncGenerator<\\w+> each\\(",
            "Source<String, Byte> op",
            "\\(\\(Source<\\w+, \\w+>\\) P::m\\d+\\)\\.each",
            "return \\(\\(Source<",
            "return [^\\n]*\\? [^\\n]* : AsyncGenerator\\.done",
            "AsyncGenerator<\\w+> (m\\d+)\\([^}]*return (p\\.|P\\.|this\\.)?\\1\\(");

    @Test
    void isTheSameForTheSameSeed() {
        for (long seed = 1; seed < 50; seed++) {
            assertEquals(Program.of(seed).source(), Program.of(seed).source());
        }
    }

    @Test
    void haveAllShapesAmongThem() {
        String sources = LongStream.range(1, 400)
                .mapToObj(seed -> Program.of(seed).source())
                .collect(Collectors.joining());
        for (String shape : SHAPES) {
            assertTrue(java.util.regex.Pattern.compile(shape).matcher(sources).find(), shape);
        }
    }
}
