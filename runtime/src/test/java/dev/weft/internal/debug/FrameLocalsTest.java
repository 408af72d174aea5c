// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.abi.Coroutine;
import dev.weft.abi.Frame;
import dev.weft.debug.FrameInfo;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a dump shows of the variables of a frame, and what it does not (decision 48). */
class FrameLocalsTest {
    /** Fails whoever calls the program's code for a dump. */
    private record Order(int number) {
        @Override
        public String toString() {
            throw new AssertionError("a dump has called toString()");
        }

        @Override
        public int hashCode() {
            throw new AssertionError("a dump has called hashCode()");
        }
    }

    private enum Level {
        HIGH {
            @Override
            public String toString() {
                throw new AssertionError("a dump has called toString()");
            }
        }
    }

    /** A frame as the weaver makes it, suspended at a point. */
    private static final class HandMade extends Frame<Object> {
        private final String table;
        private final @Nullable Object[] fields;

        HandMade(String table, int state, @Nullable Object... fields) {
            this.table = table;
            this.state = (short) state;
            this.fields = fields;
        }

        @Override
        public @Nullable Object resume(Coroutine co) {
            return null;
        }

        @Override
        protected @Nullable String sources() {
            return null;
        }

        @Override
        protected String locals() {
            return table;
        }

        @Override
        protected @Nullable Object[] values() {
            return fields;
        }
    }

    @Test
    void areThoseOfThePointWithTheirTypes() {
        String table = "l0/i0/i1;name.l0;name.l0/ok.i0.Z/c.i1.C;\";count.i0/gone.null/dead.";
        assertEquals("name=\"a\"", shown(new HandMade(table, 0, "a", 0, 0)));
        assertEquals("name=\"a\" ok=true c='x'", shown(new HandMade(table, 1, "a", 1, (int) 'x')));
        assertEquals("name=\"a\" ok=false c='\\n'", shown(new HandMade(table, 2, "a", 0, (int) '\n')));
        assertEquals("count=7 gone=null dead=(not kept)", shown(new HandMade(table, 3, null, 7, 0)));
    }

    @Test
    void areNoneOfAFrameThatHasBegunAndNotSuspended() {
        assertEquals("", shown(new HandMade("l0;name.l0;name.l0", Frame.STARTED, "a")));
        assertEquals("", shown(new HandMade("l0;name.l0;name.l0", 2, "a")));
    }

    @Test
    void callNoCodeOfTheProgram() {
        assertTrue(FrameLocals.text(new Order(1)).matches(Order.class.getName().replace("$", "\\$") + "@[0-9a-f]+"));
        assertEquals("HIGH", FrameLocals.text(Level.HIGH));
        assertEquals(Order.class.getTypeName() + "[2]", FrameLocals.text(new Order[2]));
    }

    @Test
    void areShort() {
        assertEquals("\"" + "a".repeat(100) + "\"… (101 chars)", FrameLocals.text("a".repeat(101)));
        assertEquals(
                "\"" + "a".repeat(99) + "\\ud83d\"… (101 chars)", FrameLocals.text("a".repeat(99) + "\ud83d\ude00"));
        assertEquals("int[][3]", FrameLocals.text(new int[3][4]));
        assertEquals("java.lang.String[0]", FrameLocals.text(new String[0]));
    }

    @Test
    void stayOnTheirLine() {
        assertEquals("\"a\\n\\\"b\\\" \\u001b[31m\"", FrameLocals.text("a\n\"b\" \u001b[31m"));
    }

    @Test
    void areHiddenByTheirName() {
        String table = "l0/i0;;userPassword.l0/API_KEY.l0/authToken.i0/user.l0/sum.i0";
        assertEquals(
                "userPassword=[redacted] API_KEY=[redacted] authToken=[redacted] user=\"x\" sum=5",
                shown(new HandMade(table, 1, "x", 5)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://ann:hunter2@db/orders",
                "{\"password\": \"x\"}",
                "?token=abc",
                "Authorization: Bearer abc",
                "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.x",
                "-----BEGIN PRIVATE KEY-----"
            })
    void areHiddenByTheirText(String secret) {
        assertEquals("[redacted]", FrameLocals.text(secret));
        assertEquals("\"http://host:80/orders?page=2\"", FrameLocals.text("http://host:80/orders?page=2"));
    }

    @Test
    void areHiddenByAnExpressionOfTheUserToo() {
        Secrets more = Secrets.of("(?i)iban|^[A-Z]{2}[0-9]{20}$");
        assertTrue(more.hidesName("customerIban"));
        assertTrue(more.hidesName("password"));
        assertTrue(more.hidesText("DE02120300000000202051"));
        assertFalse(more.hidesText("DE"));
    }

    /** Who has misspelt what is not to be seen sees nothing. */
    @Test
    void areAllHiddenByAnExpressionThatIsNone() {
        assertTrue(Secrets.of("(").hidesName("count"));
        assertTrue(Secrets.of("(").hidesText("text"));
        assertFalse(Secrets.of("").hidesName("count"));
        assertFalse(Secrets.of(null).hidesText("text"));
    }

    private static String shown(Frame<?> frame) {
        List<FrameInfo.Local> locals = FrameLocals.of(frame);
        return locals.stream().map(local -> local.name() + "=" + local.value()).collect(Collectors.joining(" "));
    }
}
