// SPDX-License-Identifier: Apache-2.0
package dev.weft.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Who one is, and whom one trusts: keys with their certificates, and the certificates of authorities. {@link #context()} makes a context of
 * them. Immutable; the methods that add something give another one. What reads files blocks, so call it before the loop runs, or in {@link
 * dev.weft.Weft#blocking}. Any thread. No argument may be null.
 *
 * <pre>{@code
 * SSLContext context = Credentials.none()
 *         .key(Path.of("server-chain.pem"), Path.of("server-key.pem"))
 *         .context();
 * }</pre>
 */
public final class Credentials {
    /** A key store, and the password of the keys in it. */
    private static final class Keys {
        final KeyStore store;
        final char[] password;

        Keys(KeyStore store, char[] password) {
            this.store = store;
            this.password = password;
        }
    }

    private final List<Keys> keys;

    /** Empty where the JDK's own are trusted. */
    private final List<KeyStore> trusted;

    private Credentials(List<Keys> keys, List<KeyStore> trusted) {
        this.keys = keys;
        this.trusted = trusted;
    }

    private static <T> List<T> plus(List<T> list, T more) {
        return Stream.concat(list.stream(), Stream.of(more)).toList();
    }

    /**
     * Returns those of somebody who has no key, and trusts whom the JDK trusts.
     *
     * @return the credentials
     */
    public static Credentials none() {
        return new Credentials(List.of(), List.of());
    }

    /**
     * Makes credentials with a key out of PEM files. Of several keys the one is used that fits what the peer can do, and the name that it asks
     * for.
     *
     * @param chain the file with the certificates, that of the key first, and then those that have signed it
     * @param key the file with the private key, as PKCS #8 and not encrypted: {@code -----BEGIN PRIVATE KEY-----}. It may be the same file
     * @return the other credentials
     * @throws IOException if a file cannot be read
     * @throws GeneralSecurityException if there is no such thing in it, or the key is not that of the certificate; the message says which file
     *     and, of a key in another form, how to convert it
     */
    public Credentials key(Path chain, Path key) throws IOException, GeneralSecurityException {
        List<X509Certificate> certificates = Pem.read(chain).certificates();
        PrivateKey privateKey = Pem.read(key).privateKey();
        KeyPairs.require(privateKey, certificates.get(0), key, chain);
        KeyStore store = empty();
        HeldKeys.put(store, "key", privateKey, certificates.toArray(Certificate[]::new));
        return key(store, HeldKeys.NO_PASSWORD);
    }

    /**
     * Makes credentials with the keys in a key store.
     *
     * @param store the store, loaded
     * @param password of its keys; copied
     * @return the other credentials
     */
    public Credentials key(KeyStore store, char[] password) {
        return new Credentials(plus(keys, new Keys(Objects.requireNonNull(store, "store"), password.clone())), trusted);
    }

    /**
     * Makes credentials that trust the authorities in a PEM file, and others that are added, in place of those of the JDK.
     *
     * @param authorities the file with their certificates
     * @return the other credentials
     * @throws IOException if the file cannot be read
     * @throws GeneralSecurityException if there is no certificate in it; the message says in which file
     */
    public Credentials trust(Path authorities) throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        for (X509Certificate certificate : Pem.read(authorities).certificates()) {
            store.setCertificateEntry("authority " + store.size(), certificate);
        }
        return trust(store);
    }

    /**
     * Makes credentials that trust the certificates in a key store, and others that are added, in place of those of the JDK.
     *
     * @param store the store, loaded
     * @return the other credentials
     */
    public Credentials trust(KeyStore store) {
        return new Credentials(keys, plus(trusted, Objects.requireNonNull(store, "store")));
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    /**
     * Makes a context. Sessions are resumed between connections of one context, so make one for many. Where it does not take a certificate,
     * the failure names the host, and whose certificate it was. The first one of a program takes a good part of a second, so it belongs off
     * the loop as what reads files does.
     *
     * @return the context
     * @throws IllegalStateException if the JDK cannot make one of these, as with the wrong password
     */
    public SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers(), new TrustManager[] {new TellingTrustManager(trustManager())}, null);
            return context;
        } catch (GeneralSecurityException | IOException failed) {
            throw new IllegalStateException(
                    "no context can be made of these credentials: " + failed.getMessage(), failed);
        }
    }

    private KeyManager @Nullable [] keyManagers() throws GeneralSecurityException, IOException {
        if (keys.isEmpty()) {
            return null;
        }
        KeyStore all = empty();
        for (Keys some : keys) {
            for (String alias : Collections.list(some.store.aliases())) {
                if (some.store.isKeyEntry(alias)) {
                    HeldKeys.put(
                            all,
                            "key " + all.size(),
                            some.store.getKey(alias, some.password),
                            some.store.getCertificateChain(alias));
                }
            }
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX"); // which looks at the name, too
        factory.init(all, HeldKeys.NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private X509ExtendedTrustManager trustManager() throws GeneralSecurityException, IOException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted.isEmpty() ? null : together());
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager extended) {
                return extended;
            }
        }
        throw new GeneralSecurityException("the JDK has no trust manager that checks names");
    }

    private KeyStore together() throws GeneralSecurityException, IOException {
        KeyStore all = empty();
        List<Certificate> certificates = new ArrayList<>();
        for (KeyStore store : trusted) {
            for (String alias : Collections.list(store.aliases())) {
                certificates.add(store.getCertificate(alias));
            }
        }
        for (Certificate certificate : certificates) {
            all.setCertificateEntry("authority " + all.size(), certificate);
        }
        return all;
    }
}
