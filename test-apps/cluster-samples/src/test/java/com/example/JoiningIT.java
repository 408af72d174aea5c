// SPDX-License-Identifier: Apache-2.0
package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.support.Jdks;
import dev.weft.support.Jvm;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may join a cluster, and what the others are told, between processes. */
class JoiningIT {
    @TempDir
    Path folder;

    private final List<Program> programs = new ArrayList<>();

    @AfterEach
    void end() {
        programs.forEach(Program::close);
    }

    private Program start(String... options) throws Exception {
        Program program = Program.start(Jdks.current(), OneNode.class, options);
        programs.add(program);
        return program;
    }

    private Program first(int port, String... options) throws Exception {
        List<String> all = new ArrayList<>(List.of("name=a", "port=" + port));
        all.addAll(List.of(options));
        Program program = start(all.toArray(String[]::new));
        assertEquals("there are a\n", program.until("there are|refused"));
        return program;
    }

    private Program other(int contact, String... options) throws Exception {
        List<String> all =
                new ArrayList<>(List.of("name=b", "port=" + Again.freePort(), "contacts=127.0.0.1:" + contact));
        all.addAll(List.of(options));
        return start(all.toArray(String[]::new));
    }

    private static String refusal(Program program) throws Exception {
        return program.until("there are|refused");
    }

    private String store(String name) throws Exception {
        Path store = folder.resolve(name + ".p12");
        Jvm.process(Jdks.current(), "keytool", Stores.makeKey(store, name))
                .run()
                .requireSuccess();
        return store.toString();
    }

    @Test
    void whoHasTheCertificateAndTheTokenJoinsAndNobodyElse() throws Exception {
        String store = store("shop");
        String stranger = store("stranger");
        int port = Again.freePort();
        Program a = first(port, "token=secret", "store=" + store, "trust=" + store);
        Program right = other(port, "token=secret", "store=" + store, "trust=" + store);
        assertEquals("there are a, b\n", right.until("there are|refused"));
        right.write("ask a hello");
        assertEquals("answer: hello\n", right.until("answer|failure"));
        right.close();
        a.until("there are a$");
        Program wrongToken = other(port, "token=guess", "store=" + store, "trust=" + store);
        Program wrongCertificate = other(port, "token=secret", "store=" + stranger, "trust=" + store);
        Program plain = other(port, "token=secret");
        assertEquals(
                "refused: Node b cannot join cluster trial: its token is not that of the others. Give all nodes the same with"
                        + " ClusterConfig.token(...), or none of them.\n",
                refusal(wrongToken));
        String closed = "refused: Node b cannot join cluster trial: whoever listens on 127.0.0.1:" + port
                + " has not let it in. All nodes of a cluster have the same ClusterConfig.tls(...), with certificates that"
                + " the others trust, or none of them has; and the same token.";
        String text = refusal(wrongCertificate);
        assertTrue(text.startsWith(closed), text);
        text = refusal(plain);
        assertTrue(text.startsWith(closed), text);
    }

    @Test
    void whoHasATokenAndWhoHasNoneDoNotJoinOneAnother() throws Exception {
        int port = Again.freePort();
        first(port);
        Program withToken = other(port, "token=secret");
        String refused =
                "refused: Node b cannot join cluster trial: its token is not that of the others. Give all nodes the"
                        + " same with ClusterConfig.token(...), or none of them.\n";
        assertEquals(refused, refusal(withToken));
        int otherPort = Again.freePort();
        first(otherPort, "token=secret");
        assertEquals(refused, refusal(other(otherPort)));
    }

    @Test
    void plainTextAPortThatIsTakenAndANameThatIsTakenAreRefused() throws Exception {
        int port = Again.freePort();
        Program a = first(port);
        Program open = other(port, "host=192.0.2.1");
        Program sameName = start("name=a", "port=" + Again.freePort(), "contacts=127.0.0.1:" + port);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int number = taken.getLocalPort() - 100; // that of the failure detector
            Program blocked = start("name=b", "port=" + number, "contacts=127.0.0.1:" + port);
            assertEquals(
                    "refused: Node b cannot join cluster trial: 127.0.0.1:" + number
                            + " is taken, or the port that is 100 above, which its failure detector listens on.\n",
                    refusal(blocked));
        }
        assertEquals(
                "refused: Node b cannot join cluster trial: Node b would speak plain text on 192.0.2.1, where others can read"
                        + " and forge it. Give it a certificate with ClusterConfig.tls(...), or say ClusterConfig.plaintext() if"
                        + " that network is yours alone.\n",
                refusal(open));
        assertEquals(
                "refused: The name a is taken in cluster trial, by a 127.0.0.1:" + port
                        + ". Give each node one of its own with ClusterConfig.named(...).\n",
                refusal(sameName));
        a.until("there are a$"); // the one of the same name has gone again
    }

    @Test
    void aFailureHasTheStacksOfBothProcesses() throws Exception {
        int port = Again.freePort();
        first(port);
        Program b = other(port);
        b.until("there are a, b");
        b.write("ask a nothing");
        assertEquals(
                List.of(
                        "failure: dev.weft.cluster.RemoteFailure: java.lang.IllegalArgumentException: nothing is no echo (echo on a)",
                        "  at com.example.OneNode.checked",
                        "  at com.example.OneNode.echo",
                        "  at remote.echo_on_a(127.0.0.1:" + port + ")",
                        "  at com.example.OneNode.tell",
                        "  at com.example.OneNode.obey",
                        "  at com.example.OneNode.live",
                        "  end"),
                b.until("  end")
                        .replaceAll("\\(OneNode.java:\\d+\\)", "")
                        .lines()
                        .filter(line -> !line.matches("  at (java|jdk|dev\\.weft\\.(internal|Engine|Weft)).*"))
                        .filter(line -> !line.endsWith("OneNode.main"))
                        .toList());
    }
}
