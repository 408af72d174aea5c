// SPDX-License-Identifier: Apache-2.0
package dev.weft.tls;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Map;

/** Whether a private key is that of a certificate: else the handshake would fail, with a message that does not say why. */
final class KeyPairs {
    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

    private static final byte[] SIGNED = {1, 2, 3};

    private KeyPairs() {}

    static void require(PrivateKey key, X509Certificate certificate, Path keyFile, Path chainFile)
            throws GeneralSecurityException {
        String algorithm = SIGNATURES.get(key.getAlgorithm());
        if (algorithm == null || isPair(algorithm, key, certificate)) {
            return;
        }
        throw new KeyException("the private key in " + keyFile + " (" + key.getAlgorithm()
                + ") is not that of the first certificate in " + chainFile + " ("
                + certificate.getSubjectX500Principal()
                + "); the certificate of the key comes first, and those that have signed it behind it");
    }

    private static boolean isPair(String algorithm, PrivateKey key, X509Certificate certificate)
            throws GeneralSecurityException {
        if (!certificate.getPublicKey().getAlgorithm().equals(key.getAlgorithm())) {
            return false;
        }
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(key);
        signing.update(SIGNED);
        Signature checking = Signature.getInstance(algorithm);
        checking.initVerify(certificate.getPublicKey());
        checking.update(SIGNED);
        return checking.verify(signing.sign());
    }
}
