// SPDX-License-Identifier: Apache-2.0
package dev.weft.tls;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * Puts keys into stores that never leave memory. The JDK encrypts each of them all the same, by ten thousand rounds of a hash, which make a
 * file dear to guess: a second of a program that starts, and again each time its key manager has forgotten the key. One round does where the
 * password is no secret.
 */
final class HeldKeys {
    static final char[] NO_PASSWORD = {};

    private static final String PROTECTION = "PBEWithHmacSHA256AndAES_256"; // the JDK's own choice
    private static final int SALT = 20;
    private static final int BLOCK = 16;

    private HeldKeys() {}

    /** Adds a key to a store of type PKCS12, under {@link #NO_PASSWORD}. */
    static void put(KeyStore store, String alias, Key key, Certificate @Nullable [] chain)
            throws GeneralSecurityException {
        if (key instanceof PrivateKey privateKey && chain != null && fits(privateKey, chain)) {
            store.setEntry(alias, new KeyStore.PrivateKeyEntry(privateKey, chain), oneRound());
        } else { // which an entry refuses, and a store may take
            store.setKeyEntry(alias, key, NO_PASSWORD, chain);
        }
    }

    private static boolean fits(PrivateKey key, Certificate[] chain) {
        return chain.length > 0
                && key.getAlgorithm().equals(chain[0].getPublicKey().getAlgorithm());
    }

    private static KeyStore.PasswordProtection oneRound() {
        return new KeyStore.PasswordProtection(
                NO_PASSWORD, PROTECTION, new PBEParameterSpec(new byte[SALT], 1, new IvParameterSpec(new byte[BLOCK])));
    }
}
