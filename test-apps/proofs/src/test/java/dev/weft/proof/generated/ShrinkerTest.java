// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.generated;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class ShrinkerTest {
    private static final Node CALL = Node.expression("int", "f(#0)", Node.expression("int", "7"));

    private static Node statement(String text, Node... parts) {
        return Node.statement(text, parts);
    }

    private static String shrunk(Node program, Predicate<String> fails) {
        return Shrinker.shrink(program, node -> fails.test(node.source()))
                .source()
                .strip();
    }

    @Test
    void leavesOutStatements() {
        Node program = Node.block(List.of(statement("a;"), statement("b;"), statement("c;"), statement("d;")));
        assertEquals("c;", shrunk(program, source -> source.contains("c;")));
    }

    @Test
    void keepsStatementsThatFailOnlyTogether() {
        Node program = Node.block(List.of(statement("a;"), statement("b;"), statement("c;"), statement("d;")));
        assertEquals("a;\nd;", shrunk(program, source -> source.contains("a;") && source.contains("d;")));
    }

    @Test
    void putsInnerStatementsInThePlaceOfTheOuterOne() {
        Node inner = Node.block(List.of(statement("a;"), statement("b;")));
        Node program = Node.block(List.of(statement("if (x) {\n#0\n}", inner)));
        assertEquals("b;", shrunk(program, source -> source.contains("b;")));
    }

    @Test
    void putsConstantsInThePlaceOfExpressions() {
        Node program = Node.block(List.of(statement("a = #0;", Node.expression("int", "(#0 + #1)", CALL, CALL))));
        assertEquals("a = 0;", shrunk(program, source -> source.contains("a = ")));
    }

    @Test
    void putsPartsOfTheSameTypeInThePlaceOfExpressions() {
        Node program = Node.block(List.of(statement("a = #0;", Node.expression("int", "g(#0, #1)", CALL, CALL))));
        assertEquals("a = f(7);", shrunk(program, source -> source.contains("f(")));
    }

    @Test
    void leavesAProgramThatNeedsEverythingAsItIs() {
        Node program = Node.block(List.of(statement("a;"), statement("b = #0;", CALL)));
        String source = program.source();
        assertEquals(source.strip(), shrunk(program, source::equals));
    }
}
