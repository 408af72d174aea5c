// SPDX-License-Identifier: Apache-2.0
package dev.weft.hprof.heap;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** What has a name in a dump: the texts, of which only those are read that are asked for, and the classes. */
final class Names {
    private final DumpFile file;
    private final LongMap texts = new LongMap();
    private final LongMap nameOfClass = new LongMap();
    private final Map<Integer, Long> classOfSerial = new HashMap<>();
    private final Map<Long, String> read = new HashMap<>();

    Names(DumpFile file) {
        this.file = file;
    }

    /** Adds the text whose record's body is at an offset, behind its length. */
    void addText(long body) {
        texts.put(file.idAt(body), body);
    }

    /** Adds the class whose loading is told at an offset. */
    void addClass(long body) {
        long id = file.idAt(body + 4);
        nameOfClass.put(id, file.idAt(body + 8 + file.idSize()));
        classOfSerial.put(file.bytes().intAt(body), id);
    }

    /** The text of an id; empty if there is none. */
    String text(long id) {
        return read.computeIfAbsent(id, this::readText);
    }

    private String readText(long id) {
        long body = texts.get(id);
        if (body == 0) {
            return "";
        }
        long length = file.bytes().unsignedIntAt(body - 4) - file.idSize();
        return new String(file.bytes().copy(body + file.idSize(), (int) length), StandardCharsets.UTF_8);
    }

    /** The name of a class, with dots. */
    String ofClass(long id) {
        return text(nameOfClass.get(id)).replace('/', '.');
    }

    /** The name of the class with a serial number, by which stacks name it. */
    String ofSerial(int serial) {
        Long id = classOfSerial.get(serial);
        return id == null ? "" : ofClass(id);
    }
}
