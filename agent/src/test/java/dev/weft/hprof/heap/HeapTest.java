// SPDX-License-Identifier: Apache-2.0
package dev.weft.hprof.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeapTest {
    private static final int COUNT = 5_000;
    private static final long BASE = 0x10_0000;

    @TempDir
    Path folder;

    private Heap open(DumpWriter dump) throws IOException {
        return Heap.open(DumpWriter.file(folder, dump.toBytes()), Set.of("p.Node"));
    }

    @Test
    void readsFieldsStaticsAndTheTime() throws IOException {
        Heap heap = open(new DumpWriter(16).node(16, 7, 24).node(24, -8, 0));
        assertEquals(Instant.ofEpochMilli(DumpWriter.TIME), heap.time());
        HeapClass type = heap.classes("p.Node").get(0);
        HeapObject first = Objects.requireNonNull(type.staticObject("first"));
        assertEquals(7, first.number("number"));
        HeapObject next = Objects.requireNonNull(first.object("next"));
        assertEquals(-8, next.number("number"));
        assertNull(next.object("next"));
        assertNull(type.staticObject("second"));
        assertTrue(first.isA("p.Node"));
        assertFalse(first.isA("p.Other"));
        assertEquals(2, heap.objects("p.Node").size());
        assertEquals(next, heap.objects("p.Node").get(1));
    }

    @Test
    void aFieldThatIsNotThereIsSaidToBeOfAnotherVersion() throws IOException {
        HeapObject node =
                open(new DumpWriter(16).node(16, 7, 0)).objects("p.Node").get(0);
        UnreadableDumpException refused = assertThrows(UnreadableDumpException.class, () -> node.number("weight"));
        assertTrue(String.valueOf(refused.getMessage())
                .startsWith("The dump is of another version of Weft: its p.Node has no field \"weight\""));
    }

    @Test
    void findsEachObjectInTheOrderOfAddresses() throws IOException {
        assertFindsAll(addresses());
    }

    @Test
    void findsEachObjectOfAHeapInNoOrder() throws IOException {
        List<Long> addresses = addresses();
        Collections.shuffle(addresses, new Random(7));
        assertFindsAll(addresses);
    }

    /** As several threads write it: runs of each alternate, so that the ids of one lie between those of another. */
    @Test
    void findsEachObjectWhereRunsOverlap() throws IOException {
        List<Long> addresses = addresses();
        List<Long> mixed = new ArrayList<>();
        for (int start = 0; start < 3; start++) {
            for (int i = start; i < COUNT; i += 3) {
                mixed.add(addresses.get(i));
            }
        }
        assertFindsAll(mixed);
    }

    /** With some gaps, and larger ones. */
    private static List<Long> addresses() {
        List<Long> addresses = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            addresses.add(BASE + 16L * i + (i / 100) * 8_000L);
        }
        return addresses;
    }

    private void assertFindsAll(List<Long> addresses) throws IOException {
        DumpWriter dump = new DumpWriter(0);
        for (int i = 0; i < addresses.size(); i++) {
            dump.node(addresses.get(i), i, addresses.get((i + 1) % COUNT));
            if (i % 700 == 699) {
                dump.endSegment();
            }
        }
        Heap heap = open(dump);
        for (int i = 0; i < COUNT; i++) {
            HeapObject object = Objects.requireNonNull(heap.object(addresses.get(i)), "object " + i);
            assertEquals(i, object.number("number"));
            assertNull(heap.object(addresses.get(i) + 8));
        }
        assertNull(heap.object(BASE - 8));
        assertNull(heap.object(Long.MAX_VALUE));
    }

    @Test
    void readsTheStackOfAThread() throws IOException {
        DumpWriter dump = new DumpWriter(0).node(16, 1, 0);
        dump.text(20, "run").text(21, "Node.java").thread(16, 20, 21, 42);
        Heap heap = open(dump);
        assertEquals(
                List.of(new StackTraceElement("p.Node", "run", "Node.java", 42)),
                heap.stackOf(heap.objects("p.Node").get(0)));
    }

    /** A file of more than a gigabyte is mapped in pieces. */
    @Test
    void readsNumbersAcrossTheBordersOfPieces() throws IOException {
        byte[] content = new DumpWriter(16).node(16, 7, 24).node(24, 8, 0).toBytes();
        Path file = DumpWriter.file(folder, content);
        for (int shift = 3; shift < 6; shift++) {
            Heap heap = Heap.open(DumpFile.open(file, Bytes.map(file, shift)), Set.of("p.Node"));
            assertEquals(8, Objects.requireNonNull(heap.object(24)).number("number"));
            assertEquals("p.Node", heap.objects("p.Node").get(0).className());
        }
    }

    @Test
    void eachFileThatIsCutOffIsRefused() throws IOException {
        byte[] whole = new DumpWriter(16).node(16, 7, 24).node(24, 8, 0).toBytes();
        for (int length = "JAVA PROFILE 1.0.".length(); length < whole.length; length++) {
            Path file = DumpWriter.file(folder, Arrays.copyOf(whole, length));
            UnreadableDumpException refused = assertThrows(
                    UnreadableDumpException.class, () -> Heap.open(file, Set.of()), "of " + whole.length + " bytes");
            assertTrue(
                    String.valueOf(refused.getMessage()).contains(" is cut off: it ends after " + length + " bytes"),
                    refused.getMessage());
        }
    }

    @Test
    void whatIsNoDumpIsRefusedWithWhatItIs() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(new DumpWriter(0).toBytes());
        }
        assertRefused(packed.toByteArray(), " is compressed. Unpack it first, as by: gunzip -k ");
        assertRefused(
                "hello".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                " is not a heap dump: it does not begin with");
        assertRefused(new byte[0], " is not a heap dump");
        byte[] damaged = new DumpWriter(16).node(16, 7, 0).toBytes();
        damaged[damaged.length - 9 - 37] = 0x66; // the tag of the object
        assertRefused(damaged, "the tag 102, which no heap has");
        assertTrue(refusal(folder).contains(" is a folder. Name the file"));
        assertTrue(refusal(folder.resolve("none")).startsWith("There is no file "));
    }

    private void assertRefused(byte[] content, String why) throws IOException {
        String refusal = refusal(DumpWriter.file(folder, content));
        assertTrue(refusal.contains(why), refusal);
    }

    private static String refusal(Path file) {
        return String.valueOf(assertThrows(UnreadableDumpException.class, () -> Heap.open(file, Set.of()))
                .getMessage());
    }
}
