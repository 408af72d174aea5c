// SPDX-License-Identifier: Apache-2.0
package dev.weft.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file in the PEM format (RFC 7468).
 *
 * @param file where it lies
 * @param parts what is in it
 */
record Pem(Path file, List<Part> parts) {
    private static final Pattern PART =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    /** What has a header of its own. */
    record Part(String label, String text) {
        byte[] bytes() {
            return Base64.getMimeDecoder().decode(text);
        }
    }

    static Pem read(Path file) throws IOException {
        Matcher matcher = PART.matcher(Files.readString(file, ISO_8859_1));
        List<Part> parts = new ArrayList<>();
        while (matcher.find()) {
            parts.add(new Part(matcher.group(1), matcher.group(2)));
        }
        return new Pem(file, parts);
    }

    /** At least one. */
    List<X509Certificate> certificates() throws CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> certificates = new ArrayList<>();
        for (Part part : parts) {
            if (part.label.endsWith("CERTIFICATE")) {
                certificates.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(part.bytes())));
            }
        }
        if (certificates.isEmpty()) {
            throw new CertificateException("there is no certificate in " + file + ", " + contents());
        }
        return certificates;
    }

    /** The only one. */
    PrivateKey privateKey() throws GeneralSecurityException {
        for (Part part : parts) {
            switch (part.label) {
                case "PRIVATE KEY" -> {
                    return privateKey(part.bytes());
                }
                case "ENCRYPTED PRIVATE KEY" ->
                    throw new KeyException("the private key in " + file
                            + " is encrypted; decrypt it with: openssl pkcs8 -in " + file + " -out key.pem");
                case "RSA PRIVATE KEY", "EC PRIVATE KEY", "DSA PRIVATE KEY" ->
                    throw new KeyException("the private key in " + file
                            + " is in the old form (" + part.label
                            + "), and not PKCS #8; convert it with: openssl pkcs8 -topk8 -nocrypt -in "
                            + file + " -out key.pem");
                default -> {}
            }
        }
        throw new KeyException("there is no private key in " + file + ", " + contents());
    }

    private PrivateKey privateKey(byte[] encoded) throws GeneralSecurityException {
        KeyException unknown =
                new KeyException("the private key in " + file + " is of no kind that TLS knows: RSA, EC or EdDSA");
        for (String algorithm : List.of("RSA", "EC", "EdDSA", "RSASSA-PSS")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            } catch (InvalidKeySpecException another) {
                unknown.addSuppressed(another);
            }
        }
        throw unknown;
    }

    private String contents() {
        List<String> labels = parts.stream().map(Part::label).toList();
        return labels.isEmpty() ? "which is no PEM file" : "only: " + String.join(", ", labels);
    }
}
