// SPDX-License-Identifier: Apache-2.0
package dev.weft.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {
    private static String refusal(String chain, String key) {
        GeneralSecurityException refused = assertThrows(
                GeneralSecurityException.class, () -> Credentials.none().key(Keys.file(chain), Keys.file(key)));
        return String.valueOf(refused.getMessage())
                .replace(Objects.requireNonNull(Keys.AUTHORITY.getParent()).toString(), "here");
    }

    @Test
    void aKeyInAnotherFormIsRefusedWithTheCommandThatConvertsIt() {
        assertEquals(
                "the private key in here/server-key-encrypted.pem is encrypted; decrypt it with: openssl pkcs8 -in"
                        + " here/server-key-encrypted.pem -out key.pem",
                refusal("server.pem", "server-key-encrypted.pem").replace('\\', '/'));
        assertEquals(
                "the private key in here/server-key-old.pem is in the old form (EC PRIVATE KEY), and not PKCS #8; convert it with:"
                        + " openssl pkcs8 -topk8 -nocrypt -in here/server-key-old.pem -out key.pem",
                refusal("server.pem", "server-key-old.pem").replace('\\', '/'));
    }

    @Test
    void aFileWithoutWhatItIsToHaveIsNamed() {
        assertEquals(
                "there is no private key in here/server.pem, only: CERTIFICATE, CERTIFICATE",
                refusal("server.pem", "server.pem").replace('\\', '/'));
        assertEquals(
                "there is no certificate in here/server-key.pem, only: PRIVATE KEY",
                refusal("server-key.pem", "server-key.pem").replace('\\', '/'));
        assertEquals(
                "there is no certificate in here/make.sh, which is no PEM file",
                refusal("make.sh", "server-key.pem").replace('\\', '/'));
        assertThrows(NoSuchFileException.class, () -> Credentials.none().trust(Path.of("missing.pem")));
    }

    @Test
    void aKeyOfAnotherCertificateIsRefused() {
        String refusal = refusal("server.pem", "other-key.pem").replace('\\', '/');
        assertTrue(
                refusal.startsWith(
                        "the private key in here/other-key.pem (EC) is not that of the first certificate in here/server.pem (CN=Weft test server)"),
                refusal);
        assertTrue(refusal("server.pem", "rsa-key.pem").contains("(RSA) is not that"), refusal);
    }

    @Test
    void keyAndChainMayBeInOneFile(@TempDir Path folder) throws Exception {
        Path both = folder.resolve("both.pem");
        Files.writeString(
                both, "notes\n" + Files.readString(Keys.file("rsa-key.pem")) + Files.readString(Keys.file("rsa.pem")));
        assertWorks(Credentials.none().key(both, both).context());
    }

    /** The JDK is told a number of rounds that it refuses: it must not need it. */
    @Test
    void noKeyThatStaysInMemoryIsProtectedAsOneInAFileIs() throws Exception {
        String rounds = "keystore.pkcs12.keyPbeIterationCount";
        System.setProperty(rounds, "-1");
        try {
            assertWorks(Credentials.none()
                    .key(Keys.file("rsa.pem"), Keys.file("rsa-key.pem"))
                    .context());
        } finally {
            System.clearProperty(rounds);
        }
    }

    private static void assertWorks(SSLContext context) throws IOException {
        try (Ends ends = new Ends(Ends.Kind.MEMORY)) {
            ends.server = Tls.server(context);
            ends.open();
        }
    }

    @Test
    void keysAndAuthoritiesMayComeFromKeyStores() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        char[] password = "secret".toCharArray();
        store.setKeyEntry(
                "mine",
                Pem.read(Keys.file("server-key.pem")).privateKey(),
                password,
                Pem.read(Keys.file("server.pem")).certificates().toArray(Certificate[]::new));
        assertWorks(Credentials.none().key(store, password).context());
        KeyStore authorities = KeyStore.getInstance("PKCS12");
        authorities.load(null, null);
        authorities.setCertificateEntry(
                "one", Pem.read(Keys.AUTHORITY).certificates().get(0));
        try (Ends ends = new Ends(Ends.Kind.MEMORY)) {
            ends.client = Tls.client(Credentials.none().trust(authorities).context());
            ends.open();
        }
        IllegalStateException wrong = assertThrows(
                IllegalStateException.class,
                () -> Credentials.none().key(store, "wrong".toCharArray()).context());
        assertTrue(wrong.toString().contains("no context can be made of these credentials: "), wrong::toString);
    }

    @Test
    void ofSeveralKeysTheOneIsUsedThatHasTheName() throws Exception {
        SSLContext both = Credentials.none()
                .key(Keys.file("other.pem"), Keys.file("other-key.pem"))
                .key(Keys.file("server.pem"), Keys.file("server-key.pem"))
                .context();
        try (Ends ends = new Ends(Ends.Kind.MEMORY)) {
            ends.server = Tls.server(both);
            ends.open();
            ends.client = ends.client.serverName("other.example.com");
            ends.open();
        }
    }
}
