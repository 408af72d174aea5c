// SPDX-License-Identifier: Apache-2.0
package dev.weft.tls;

import dev.weft.spi.Sneaky;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import javax.net.ssl.SSLContext;

/** The keys and certificates of the tests; {@code make.sh} beside them has made them. */
final class Keys {
    static final Path AUTHORITY = file("ca.pem");
    static final SSLContext SERVER = context("server");
    static final SSLContext OTHER = context("other");
    static final SSLContext RSA = context("rsa");
    static final SSLContext SELF_SIGNED = context("self");

    /** Trusts the authority of the tests, and has a certificate. */
    static final SSLContext CLIENT = context("client");

    /** Trusts the authority of the tests, and has none. */
    static final SSLContext NOBODY = trusting(Credentials.none());

    private Keys() {}

    static Path file(String name) {
        try {
            return Path.of(
                    Objects.requireNonNull(Keys.class.getResource(name), name).toURI());
        } catch (URISyntaxException impossible) {
            throw Sneaky.rethrow(impossible);
        }
    }

    /** A new context of somebody who trusts the authority of the tests. */
    static SSLContext context(String name) {
        try {
            return trusting(Credentials.none().key(file(name + ".pem"), file(name + "-key.pem")));
        } catch (Exception failed) {
            throw Sneaky.rethrow(failed);
        }
    }

    private static SSLContext trusting(Credentials credentials) {
        try {
            return credentials.trust(AUTHORITY).context();
        } catch (Exception failed) {
            throw Sneaky.rethrow(failed);
        }
    }
}
