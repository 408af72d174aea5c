// SPDX-License-Identifier: Apache-2.0
package dev.weft.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;

/** As the JDK writes it, and as others may. Behaviours of Netty's SniHandlerTest. */
class ClientHelloTest {
    private static byte[] hello(String name) throws SSLException {
        SSLEngine engine = Keys.CLIENT.createSSLEngine();
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setServerNames(name.isEmpty() ? List.of() : List.of(new SNIHostName(name)));
        engine.setSSLParameters(parameters);
        ByteBuffer out = ByteBuffer.allocate(20_000);
        engine.wrap(ByteBuffer.allocate(0), out);
        return Arrays.copyOf(out.array(), out.position());
    }

    @Test
    void theNameIsThereWhenAllOfItHasCome() throws SSLException {
        byte[] hello = hello("one.example.com");
        for (int length = 0; length < hello.length; length++) {
            assertNull(ClientHello.parse(Arrays.copyOf(hello, length)));
        }
        assertEquals(new ClientHello("one.example.com"), ClientHello.parse(hello));
        assertEquals(new ClientHello("one.example.com"), ClientHello.parse(Arrays.copyOf(hello, hello.length + 10)));
        assertEquals(new ClientHello(null), ClientHello.parse(hello("")));
    }

    @Test
    void itMayLieInManyRecords() throws SSLException {
        byte[] hello = hello("one.example.com");
        ByteBuffer split = ByteBuffer.allocate(10 * hello.length);
        for (int at = 5; at < hello.length; at += 7) {
            int length = Math.min(7, hello.length - at);
            split.put(hello, 0, 3).putShort((short) length).put(hello, at, length);
        }
        assertEquals(
                new ClientHello("one.example.com"), ClientHello.parse(Arrays.copyOf(split.array(), split.position())));
    }

    @Test
    void whatIsMalformedIsLeftToTheEngine() throws SSLException {
        byte[] hello = hello("one.example.com");
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            byte[] broken = hello.clone();
            for (int j = 0; j < 3; j++) {
                broken[9 + random.nextInt(hello.length - 9)] = (byte) random.nextInt();
            }
            assertNotNull(ClientHello.parse(broken));
        }
    }

    @Test
    void whatIsNoHelloOrNeverEndsIsRefused() {
        assertThrows(SSLException.class, () -> ClientHello.parse(new byte[] {'G', 'E', 'T'}));
        byte[] endless = new byte[ClientHello.MOST + 1];
        endless[0] = 22;
        endless[3] = 0x40;
        endless[6] = (byte) 0xFF;
        SSLException refused = assertThrows(SSLException.class, () -> ClientHello.parse(endless));
        assertEquals("the first message of the client is longer than 49152 bytes", refused.getMessage());
    }
}
