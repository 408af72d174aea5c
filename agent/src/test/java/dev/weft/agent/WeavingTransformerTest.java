// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.diagnostic.Diagnostic;
import dev.weft.diagnostic.Finding;
import dev.weft.weave.WeaveResult;
import dev.weft.weave.Weaver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Holds off (docs/weaving-limits.md): Class files newer than ASM; Classes that are nobody's business; Retransformation. */
class WeavingTransformerTest {
    private static final ClassLoader LOADER = WeavingTransformerTest.class.getClassLoader();
    private static final byte[] WOVEN = {1, 2, 3};
    private static final Map<String, byte[]> FRAMES = Map.of("com/example/Orders$total", new byte[] {4});
    private static final Finding FINDING =
            new Finding(Diagnostic.AWAIT_IN_CONSTRUCTOR, "com.example.Orders", "<init>", "Orders.java", 3, "");

    private final byte[] classFile = ClassFiles.async("com/example/Orders");
    private final Reported reported = new Reported();
    private final List<WovenClass> taken = new ArrayList<>();
    private final List<byte[]> seen = new ArrayList<>();

    @Test
    void givesTheJvmWhatTheWeaverMade() {
        WeavingTransformer transformer = transformer(bytes -> new WeaveResult(WOVEN, FRAMES, List.of()));
        assertSame(WOVEN, transformer.transform(LOADER, "com/example/Orders", null, null, classFile));
        assertEquals(List.of(new WovenClass(LOADER, "com/example/Orders", null, WOVEN, FRAMES)), taken);
        assertArrayEquals(new Object[] {classFile}, seen.toArray());
        assertEquals("", reported.text());
    }

    @Test
    void leavesAClassThatHasNothingToWeave() {
        WeavingTransformer transformer = transformer(Weaver::weave);
        byte[] plain = ClassFiles.plain("com/example/Orders", "java/lang/Object");
        assertNull(transformer.transform(LOADER, "com/example/Orders", null, null, plain));
        assertNull(transformer.transform(LOADER, "com/example/Orders", null, null, new byte[] {1}));
        assertEquals(List.of(), taken);
        assertEquals("", reported.text());
    }

    @Test
    void leavesClassesThatTheFilterRefuses() {
        WeavingTransformer transformer = transformer(bytes -> new WeaveResult(WOVEN, FRAMES, List.of()));
        assertNull(transformer.transform(null, "com/example/Orders", null, null, classFile));
        assertNull(transformer.transform(LOADER, "java/util/Orders", null, null, classFile));
        assertEquals(List.of(), seen);
    }

    /** {@code defineClass(null, …)}. */
    @Test
    void readsTheNameOfAClassThatIsDefinedWithoutOne() {
        WeavingTransformer transformer = transformer(bytes -> new WeaveResult(WOVEN, FRAMES, List.of()));
        assertSame(WOVEN, transformer.transform(LOADER, null, null, null, classFile));
        assertEquals(List.of(new WovenClass(LOADER, "com/example/Orders", null, WOVEN, FRAMES)), taken);
    }

    @Test
    void leavesClassesWithoutANameThatTheFilterRefusesOrThatHaveNothingToWeave() {
        WeavingTransformer transformer = transformer(bytes -> new WeaveResult(WOVEN, FRAMES, List.of()));
        assertNull(transformer.transform(LOADER, null, null, null, ClassFiles.async("java/util/Orders")));
        byte[] plain = ClassFiles.plain("com/example/Orders", "java/lang/Object");
        assertNull(transformer.transform(LOADER, null, null, null, plain));
        assertNull(transformer.transform(LOADER, null, null, null, new byte[] {1}));
        assertEquals(List.of(), seen);
        assertEquals("", reported.text());
    }

    @Test
    void leavesAClassThatIsRedefined() {
        WeavingTransformer transformer = transformer(bytes -> new WeaveResult(WOVEN, FRAMES, List.of()));
        assertNull(transformer.transform(LOADER, "com/example/Orders", Object.class, null, classFile));
        assertEquals(List.of(), seen);
    }

    @Test
    void takesNoStepForAClassThatStaysAsItIs() {
        WeavingTransformer transformer = transformer(bytes -> WeaveResult.UNTOUCHED);
        assertNull(transform(transformer));
        assertEquals(List.of(), taken);
        assertEquals("", reported.text());
    }

    @Test
    void reportsFindingsOfWovenAndUnwovenClasses() {
        WeavingTransformer woven = transformer(bytes -> new WeaveResult(WOVEN, Map.of(), List.of(FINDING)));
        assertSame(WOVEN, transform(woven));
        assertEquals("[weft] " + FINDING.message() + System.lineSeparator(), reported.text());
        Finding other = new Finding(Diagnostic.CLASS_FILE_TOO_OLD, "com.example.Orders", "", "", 0, "");
        assertNull(transform(transformer(bytes -> new WeaveResult(null, Map.of(), List.of(other)))));
        assertTrue(reported.text().contains(other.message()), reported.text());
    }

    @Test
    void leavesTheClassWholeWhenTheWeaverThrows() {
        assertNull(transform(transformer(bytes -> {
            throw new IllegalStateException("boom");
        })));
        assertTrue(reported.text().startsWith("[weft] com.example.Orders: [WeaverFailure]"), reported.text());
        assertTrue(reported.text().contains("boom"), reported.text());
        assertEquals(List.of(), taken);
    }

    @Test
    void survivesErrorsOfTheWeaver() {
        assertNull(transform(transformer(bytes -> {
            throw new StackOverflowError();
        })));
        assertTrue(reported.text().contains("StackOverflowError"), reported.text());
    }

    @Test
    void survivesFailuresThatCannotBePrinted() {
        assertNull(transform(transformer(bytes -> {
            throw new RuntimeException() {
                private static final long serialVersionUID = 1;

                @Override
                public String getMessage() {
                    throw new IllegalStateException();
                }
            };
        })));
    }

    @Test
    void leavesTheClassWholeWhenAStepRefusesIt() {
        WeavingTransformer transformer =
                transformer(bytes -> new WeaveResult(WOVEN, FRAMES, List.of()), woven -> false, taken::add);
        assertNull(transform(transformer));
        assertEquals(List.of(), taken);
    }

    @Test
    void leavesTheClassWholeWhenAStepThrows() {
        WeavingTransformer transformer = transformer(bytes -> new WeaveResult(WOVEN, FRAMES, List.of()), woven -> {
            throw new NoSuchFieldError("gone");
        });
        assertNull(transform(transformer));
        assertTrue(reported.text().contains("NoSuchFieldError: gone"), reported.text());
    }

    @Test
    void saysOnceThatClassFilesAreTooNew() {
        WeavingTransformer transformer = transformer(Weaver::weave);
        classFile[7] = 100;
        assertNull(transform(transformer));
        String finding = reported.text();
        assertTrue(finding.contains("[ClassFileTooNew] in com.example.Orders"), finding);
        assertTrue(finding.contains("(Java 56, it reads up to "), finding);
        assertNull(transform(transformer));
        assertEquals(finding, reported.text());
    }

    private byte @Nullable [] transform(WeavingTransformer transformer) {
        return transformer.transform(LOADER, "com/example/Orders", null, null, classFile);
    }

    private WeavingTransformer transformer(Function<byte[], WeaveResult> weaver) {
        return transformer(weaver, taken::add);
    }

    private WeavingTransformer transformer(Function<byte[], WeaveResult> weaver, Step... steps) {
        Function<byte[], WeaveResult> recording = bytes -> {
            seen.add(bytes);
            return weaver.apply(bytes);
        };
        return new WeavingTransformer(
                new ClassFilter(List.of(), List.of()), recording, List.of(steps), reported.report);
    }
}
