// SPDX-License-Identifier: Apache-2.0
package com.example;

import dev.weft.support.Subprocess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.opentest4j.TestAbortedException;

/** Machines on one switch, as network namespaces on a bridge of Linux. What they are called has the number of this process. */
final class Namespaces implements AutoCloseable {
    private static final String NETWORK = "10.213.7.";

    private final String mark = Long.toString(ProcessHandle.current().pid());
    private final int machines;

    private Namespaces(int machines) {
        this.machines = machines;
    }

    /** Makes some, or skips the test and prints why. */
    static Namespaces of(int machines) throws InterruptedException {
        Namespaces made = new Namespaces(machines);
        try {
            made.make();
            return made;
        } catch (IOException | IllegalStateException refused) {
            made.close();
            String why = "SKIPPED a partition between network namespaces: it needs Linux, root and ip, and "
                    + refused.getMessage().strip();
            System.out.println(why);
            throw new TestAbortedException(why, refused);
        }
    }

    private void make() throws IOException, InterruptedException {
        ip("link add " + bridge() + " type bridge");
        ip("link set " + bridge() + " up");
        for (int i = 1; i <= machines; i++) {
            ip("netns add " + namespace(i));
            ip("link add " + port(i) + " type veth peer name eth0 netns " + namespace(i));
            ip("link set " + port(i) + " master " + bridge() + " up");
            ip("-n " + namespace(i) + " addr add " + address(i) + "/24 dev eth0");
            ip("-n " + namespace(i) + " link set eth0 up");
            ip("-n " + namespace(i) + " link set lo up");
        }
    }

    private String bridge() {
        return "wb" + mark;
    }

    private String namespace(int machine) {
        return "weft" + mark + '-' + machine;
    }

    private String port(int machine) {
        return "wp" + mark + '-' + machine;
    }

    /** Where a machine is: they are 1 and so on. */
    String address(int machine) {
        return NETWORK + machine;
    }

    /** Has a program run on a machine. */
    List<String> command(int machine, List<String> program) {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", namespace(machine)));
        command.addAll(program);
        return command;
    }

    /** Takes the cable of a machine out. */
    void part(int machine) throws IOException, InterruptedException {
        ip("link set " + port(machine) + " down");
    }

    /** Puts it in again. */
    void heal(int machine) throws IOException, InterruptedException {
        ip("link set " + port(machine) + " up");
    }

    private static void ip(String arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments.split(" ")));
        new Subprocess(command).run().requireSuccess();
    }

    @Override
    public void close() {
        for (int i = 1; i <= machines; i++) {
            tryIp("netns del " + namespace(i));
        }
        tryIp("link del " + bridge());
    }

    private static void tryIp(String arguments) {
        try {
            ip(arguments);
        } catch (IOException | IllegalStateException missing) {
            return; // it was not made
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
