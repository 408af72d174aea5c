// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster.jgroups;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jgroups.Message;
import org.jgroups.auth.AuthToken;

/** What a node shows when it joins or merges: a digest of a text that all know. Public, since JGroups makes it by its name. */
public final class Token extends AuthToken {
    private static final int LENGTH = 32;

    private final byte[] digest;

    /** That of a node without a token. JGroups makes such a one, too, and reads what another node shows. */
    public Token() {
        this.digest = new byte[LENGTH];
    }

    Token(String text) {
        try {
            this.digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) { // each JDK has it
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public String getName() {
        return Token.class.getName();
    }

    @Override
    public int size() {
        return LENGTH;
    }

    @Override
    public boolean authenticate(AuthToken token, Message message) {
        return token instanceof Token other && MessageDigest.isEqual(digest, other.digest);
    }

    @Override
    public void writeTo(DataOutput out) throws IOException {
        out.write(digest);
    }

    @Override
    public void readFrom(DataInput in) throws IOException {
        in.readFully(digest);
    }
}
