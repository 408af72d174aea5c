// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.support.Jdks;
import dev.weft.support.Jvm;
import java.io.BufferedReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the server and the client of the datagram samples print, run once for both.
 *
 * @param server what the server has printed, its port that of the guide
 * @param client what the client has printed
 */
record UdpEcho(String server, String client) {
    private static @Nullable UdpEcho printed;

    static synchronized UdpEcho run() throws Exception {
        if (printed == null) {
            printed = runBoth();
        }
        return printed;
    }

    private static UdpEcho runBoth() throws Exception {
        Process server = Jvm.start(Jdks.current(), Samples.arguments("UdpEchoServer", "0"));
        try (BufferedReader lines = server.inputReader(UTF_8)) {
            String serving = String.valueOf(lines.readLine());
            String port = serving.replaceAll("\\D+", "");
            String client = Jvm.run(Jdks.current(), Samples.arguments("UdpEchoClient", port))
                    .requireSuccess();
            List<String> printed = new ArrayList<>(List.of(serving.replace(port, "9999")));
            for (int received = 0; received < 4; received++) { // it has answered them all
                printed.add(lines.readLine());
            }
            return new UdpEcho(String.join("\n", printed) + "\n", client.replace("\r", ""));
        } finally {
            server.destroyForcibly();
        }
    }
}
