// SPDX-License-Identifier: Apache-2.0
package com.example;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Keys and certificates, made by {@code keytool}. */
final class Stores {
    static final String PASSWORD = "changeit";

    private Stores() {}

    /** What has {@code keytool} make a key and a certificate that it has signed itself. */
    static List<String> makeKey(Path store, String name) {
        return List.of(
                "-genkeypair -keyalg EC -storetype PKCS12 -validity 30 -alias %s -dname CN=%s -storepass %s -keystore %s"
                        .formatted(name, name, PASSWORD, store)
                        .split(" "));
    }

    static SSLContext context(Path key, Path trust) throws IOException, GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(key.toFile(), PASSWORD.toCharArray()), PASSWORD.toCharArray());
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(KeyStore.getInstance(trust.toFile(), PASSWORD.toCharArray()));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }
}
