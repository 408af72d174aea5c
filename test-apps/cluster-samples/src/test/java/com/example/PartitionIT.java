// SPDX-License-Identifier: Apache-2.0
package com.example;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.Jdks;
import dev.weft.support.Subprocess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A network that comes apart for longer than the nodes bear with, and together again. */
class PartitionIT {
    private static final int NODES = 3;
    private static final String PORT = "7800";

    private final List<Program> programs = new ArrayList<>();

    @AfterEach
    void end() {
        programs.forEach(Program::close);
    }

    private Program start(Namespaces machines, int machine, String name) throws Exception {
        String contacts = String.join(
                ",",
                IntStream.rangeClosed(1, NODES)
                        .mapToObj(i -> machines.address(i) + ":" + PORT)
                        .toList());
        List<String> command = new ArrayList<>(
                List.of(Path.of(Jdks.current().toString(), "bin", "java").toString()));
        command.addAll(Program.arguments(
                OneNode.class,
                "name=" + name,
                "host=" + machines.address(machine),
                "port=" + PORT,
                "contacts=" + contacts,
                "plaintext=yes",
                "majority=" + NODES));
        Program program = new Program(new Subprocess(machines.command(machine, command)).start());
        programs.add(program);
        program.until("there are|refused");
        return program;
    }

    /** Returns an entity that a node owns. */
    private static String entityOf(String node, Program asker) throws Exception {
        for (int id = 1; ; id++) {
            if (ask(asker, Integer.toString(id)).endsWith(" on " + node)) {
                return Integer.toString(id);
            }
        }
    }

    private static String ask(Program asker, String entity) throws Exception {
        asker.write("entity " + entity);
        return asker.until("^answer|  end").strip().lines().reduce("", (before, last) -> before + " / " + last);
    }

    @Test
    void theSideWithoutAMajorityOwnsNothingAndTheOtherOneGoesOn() throws Exception {
        try (Namespaces machines = Namespaces.of(NODES)) {
            Program a = start(machines, 1, "a");
            start(machines, 2, "b");
            Program c = start(machines, 3, "c");
            a.until("there are a, b, c");
            String entity = entityOf("c", a);
            machines.part(3);
            a.until("there are a, b$");
            c.until("there are c$");
            String there = ask(a, entity);
            assertTrue(there.endsWith(" on a") || there.endsWith(" on b"), there);
            String here = ask(c, entity);
            assertTrue(here.contains("NotServed") && here.contains("its node sees 1 of 3 nodes"), here);
            machines.heal(3);
            a.until("there are a, b, c$");
            c.until("there are a, b, c$");
            String after = ask(c, entity);
            assertTrue(after.contains("answer: told by " + entity + " on "), after);
        }
    }
}
