// SPDX-License-Identifier: Apache-2.0
package dev.weft.tls;

import dev.weft.Registration;
import dev.weft.io.ByteStream;
import dev.weft.io.Transport;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;

/** What is under an encrypted stream. */
record RecordCount(Outgoing outgoing, long before) {
    static RecordCount of(ByteStream stream) {
        Outgoing outgoing = transport(stream).outgoing();
        return new RecordCount(outgoing, outgoing.sent);
    }

    /** How many bytes of records were sent since. */
    long sent() {
        return outgoing.sent - before;
    }

    /** What the transport below is watched for. */
    static int innerInterest(ByteStream stream) {
        try {
            return ((Registration) field("innerWatch", transport(stream))).interest();
        } catch (ReflectiveOperationException changed) {
            throw new LinkageError(changed.getMessage(), changed);
        }
    }

    static TlsTransport transport(ByteStream stream) {
        try {
            return (TlsTransport) field("transport", field("duplex", stream));
        } catch (ReflectiveOperationException changed) {
            throw new LinkageError(changed.getMessage(), changed);
        }
    }

    private static Object field(String name, Object owner) throws ReflectiveOperationException {
        Class<?> declaring = owner instanceof ByteStream ? ByteStream.class : owner.getClass();
        Field field = declaring.getDeclaredField(name);
        field.setAccessible(true);
        return field.get(owner);
    }

    static Transport inner(ByteStream stream) {
        return transport(stream).inner();
    }

    /** How many bytes of arrays a connection has for itself. */
    static long kept(ByteStream stream) throws ReflectiveOperationException {
        long kept = 0;
        TlsTransport transport = transport(stream);
        for (Object part : new Object[] {transport.incoming(), transport.outgoing()}) {
            for (Field field : part.getClass().getDeclaredFields()) {
                if (field.getType() == byte[].class && !Modifier.isStatic(field.getModifiers())) {
                    field.setAccessible(true);
                    kept += Array.getLength(field.get(part));
                }
            }
        }
        return kept;
    }
}
