// SPDX-License-Identifier: Apache-2.0
package dev.weft.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.support.Jvm;
import dev.weft.support.RedisServer;
import dev.weft.support.Subprocess;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Redis sample against a real server, if one is installed. */
class RedisIT {
    private static final String NL = System.lineSeparator();

    @ParameterizedTest
    @MethodSource("dev.weft.endtoend.Way#all")
    void countsVisitsAndHandsOverAJob(Way way) throws Exception {
        try (RedisServer server = RedisServer.start()) {
            Subprocess.Result result = Jvm.run(way.jdk(), way.arguments("Redis", Integer.toString(server.port())));
            assertEquals(new Subprocess.Result(0, "1000 visits" + NL + "to do: wash up" + NL), result);
        }
    }
}
