// SPDX-License-Identifier: Apache-2.0
package dev.weft.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Has another one judge, and adds to its refusals who was asked for, and whose certificate it was. */
final class TellingTrustManager extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager judge;

    TellingTrustManager(X509ExtendedTrustManager judge) {
        this.judge = judge;
    }

    /** A check, as the judge makes it. */
    @FunctionalInterface
    private interface Check {
        void run() throws CertificateException;
    }

    private static void telling(X509Certificate[] chain, @Nullable String host, Check check)
            throws CertificateException {
        try {
            check.run();
        } catch (CertificateException refused) {
            String asked = host == null ? "" : "for the host \"" + host + "\" ";
            throw new CertificateException(
                    refused.getMessage() + "; " + asked + "the peer has shown " + text(chain), refused);
        }
    }

    private static String text(X509Certificate[] chain) {
        if (chain.length == 0) {
            return "no certificate";
        }
        List<String> names = names(chain[0]);
        return "a certificate of " + chain[0].getSubjectX500Principal() + " with "
                + (names.isEmpty() ? "no names" : "the names " + String.join(", ", names)) + ", signed by "
                + chain[0].getIssuerX500Principal();
    }

    /** The alternative names of a certificate: of hosts, and addresses in numbers. */
    private static List<String> names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                alternatives.stream()
                        .filter(name -> name.get(1) instanceof String)
                        .forEach(name -> names.add((String) name.get(1)));
            }
        } catch (CertificateParsingException unreadable) {
            names.add("(" + unreadable.getMessage() + ')');
        }
        return names;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        telling(chain, engine.getPeerHost(), () -> judge.checkServerTrusted(chain, type, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        telling(chain, null, () -> judge.checkServerTrusted(chain, type, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        telling(chain, null, () -> judge.checkServerTrusted(chain, type));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        telling(chain, null, () -> judge.checkClientTrusted(chain, type, engine));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        telling(chain, null, () -> judge.checkClientTrusted(chain, type, socket));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        telling(chain, null, () -> judge.checkClientTrusted(chain, type));
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return judge.getAcceptedIssuers();
    }
}
