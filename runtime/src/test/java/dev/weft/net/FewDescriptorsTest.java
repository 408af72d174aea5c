// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.EventLoop;
import dev.weft.support.Built;
import dev.weft.support.Jdks;
import dev.weft.support.Subprocess;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FewDescriptorsTest {
    @Test
    @EnabledOnOs(OS.LINUX)
    void aFailureForWantOfDescriptorsSaysForWhat(@TempDir Path folder) throws Exception {
        Path path = folder.resolve("socket");
        String classPath = String.join(
                File.pathSeparator,
                Built.placeOf(EventLoop.class).toString(),
                Built.placeOf(FewDescriptors.class).toString());
        String printed = new Subprocess(List.of(
                        "sh",
                        "-c",
                        "ulimit -n 200; exec \"$0\" \"$@\"",
                        Jdks.current().resolve("bin/java").toString(),
                        "-Dweft.debug=off", // which has descriptors of its own
                        "-cp",
                        classPath,
                        FewDescriptors.class.getName(),
                        path.toString()))
                .run()
                .requireSuccess();
        assertEquals(
                List.of(
                        "java.net.SocketException: Too many open files (server 127.0.0.1:0)",
                        "java.net.SocketException: Too many open files (server " + path + ")",
                        "java.net.SocketException: Too many open files (a datagram endpoint)"),
                printed.lines().toList());
    }
}
