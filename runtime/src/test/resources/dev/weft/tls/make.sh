#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Makes the keys and certificates of the tests of TLS, which are worth nothing elsewhere, with OpenSSL 3. They are good until 2126.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

# make NAME SUBJECT EXTENSION: a key and a certificate that the authority has signed.
make() {
    openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1-key.pem"
    openssl req -new -key "$1-key.pem" -subj "$2" \
        | openssl x509 -req -CA ca.pem -CAkey ca-key.pem -days 36500 -extfile <(echo "$3") -out "$1.pem"
    cat ca.pem >>"$1.pem" # a chain
}

openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out ca-key.pem
openssl req -x509 -new -key ca-key.pem -days 36500 -subj "/CN=Weft test authority" -out ca.pem
make server "/CN=Weft test server" "subjectAltName=DNS:localhost,DNS:server,DNS:one.example.com,IP:127.0.0.1"
make other "/CN=Weft other server" "subjectAltName=DNS:other.example.com,DNS:*.wild.example.com"
make client "/CN=Weft test client" "extendedKeyUsage=clientAuth"

# Signed by nobody whom the tests trust.
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout self-key.pem -days 36500 -subj "/CN=self" \
    -addext "subjectAltName=DNS:localhost" -out self.pem

# Keys in forms that are refused, and one of RSA.
openssl ec -in server-key.pem -out server-key-old.pem
openssl pkcs8 -topk8 -in server-key.pem -passout pass:secret -out server-key-encrypted.pem
openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out rsa-key.pem
openssl req -new -key rsa-key.pem -subj "/CN=Weft RSA server" \
    | openssl x509 -req -CA ca.pem -CAkey ca-key.pem -days 36500 -extfile <(echo "subjectAltName=DNS:localhost,DNS:server") -out rsa.pem
cat ca.pem >>rsa.pem
rm ca-key.pem
