// SPDX-License-Identifier: Apache-2.0
package dev.weft.hprof;

import dev.weft.hprof.Template.Part;
import dev.weft.hprof.heap.HeapObject;
import dev.weft.hprof.heap.UnreadableDumpException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes values of a heap dump as the runtime writes them live, as far as a dump has what it takes. */
class Values {
    private static final String LAMBDA = "$$Lambda";

    /** The text of a piece of a template; null if there is no value. */
    @Nullable
    String text(Part part, HeapObject object) throws UnreadableDumpException {
        return switch (part.form()) {
            case LITERAL -> part.text();
            case VALUE -> value(part.path(), object);
            case CHOICE -> choice(part, object);
            case NANOS -> Duration.ofNanos(part.path().number(object)).toString();
            case LIMIT -> limit(part.path().number(object));
            case IDENTITY -> identity(part.path().object(object));
            case CLAUSES -> clauses(part.path().object(object));
        };
    }

    private static String choice(Part part, HeapObject object) throws UnreadableDumpException {
        long number = part.path().number(object);
        boolean isSo = part.text().isEmpty() ? number != 0 : number == Long.parseLong(part.text());
        return isSo ? part.yes() : part.no();
    }

    private static String limit(long number) {
        return number == Integer.MAX_VALUE ? "" : " of " + number;
    }

    private @Nullable String value(FieldPath path, HeapObject from) throws UnreadableDumpException {
        HeapObject holder = path.holder(from);
        if (holder != null && holder.isNumber(path.field())) {
            return Long.toString(holder.number(path.field()));
        }
        HeapObject object = path.object(from);
        return object == null ? null : text(object);
    }

    /** The text of an object of the JDK or the runtime; of others the class, and an address by which two can be told apart. */
    String text(HeapObject object) throws UnreadableDumpException {
        switch (object.className()) {
            case "[]" -> {
                return Integer.toString(object.length());
            }
            case "java.time.Duration" -> {
                return Duration.ofSeconds(object.number("seconds"), object.number("nanos"))
                        .toString();
            }
            case "java.net.InetSocketAddress" -> {
                return address(object);
            }
            case "java.util.concurrent.CompletableFuture", "dev.weft.internal.AwaitFuture" -> {
                return simpleName(object);
            }
            case "dev.weft.BlockingPool" -> {
                return "pool " + object.text("name");
            }
            case "dev.weft.internal.SpawnedTask" -> {
                return Labels.name(object);
            }
            default -> {
                String text = object.asText();
                return text == null ? ofClass(object) : text;
            }
        }
    }

    /** An array is told by its length; any other object by its class. */
    private static String ofClass(HeapObject object) {
        return object.className().startsWith("[") ? Integer.toString(object.length()) : nameOf(object);
    }

    /** The class of an object; of a lambda, the class whose code it is. */
    static String nameOf(HeapObject object) {
        String name = object.className();
        int lambda = name.indexOf(LAMBDA);
        return lambda < 0 ? name : "a lambda in " + name.substring(0, lambda);
    }

    /** The class of an object without its package, with its address. */
    static String simpleName(HeapObject object) {
        String name = object.className();
        return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1)
                + '@'
                + Long.toHexString(object.id());
    }

    /** The name in quotes. What has none is told by its address: the number that it shows live is not in a dump. */
    private static @Nullable String identity(@Nullable HeapObject named) throws UnreadableDumpException {
        if (named == null) {
            return null;
        }
        String name = named.text("name");
        return name == null || name.isEmpty() ? '@' + Long.toHexString(named.id()) : '"' + name + '"';
    }

    static String address(HeapObject socket) throws UnreadableDumpException {
        HeapObject holder = socket.object("holder");
        if (holder == null) {
            return "";
        }
        HeapObject resolved = holder.object("addr");
        String host = resolved == null ? holder.text("hostname") : host(resolved);
        boolean isOfUnix = resolved == null && (host == null || host.isEmpty() || host.indexOf('/') >= 0);
        return isOfUnix ? ofUnix(host, holder.number("port")) : host + ':' + holder.number("port");
    }

    /** A Unix socket is an unresolved host: its path, or nothing and the number of a client. */
    private static String ofUnix(@Nullable String path, long number) {
        return path == null || path.isEmpty() ? "unnamed-" + number : path;
    }

    private static String host(HeapObject resolved) throws UnreadableDumpException {
        HeapObject six = resolved.has("holder6") ? resolved.object("holder6") : null;
        byte[] numbers = six == null ? four(resolved) : six(six);
        try {
            String host = InetAddress.getByAddress(numbers).getHostAddress();
            return host.indexOf(':') < 0 ? host : '[' + host + ']';
        } catch (UnknownHostException impossible) { // there are four bytes, or sixteen
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] four(HeapObject resolved) throws UnreadableDumpException {
        HeapObject holder = resolved.object("holder");
        return ByteBuffer.allocate(Integer.BYTES)
                .putInt(holder == null ? 0 : (int) holder.number("address"))
                .array();
    }

    private static byte[] six(HeapObject holder) throws UnreadableDumpException {
        byte[] numbers = new byte[16];
        HeapObject address = holder.object("ipaddress");
        for (int i = 0; address != null && i < numbers.length; i++) {
            numbers[i] = (byte) address.numberAt(i);
        }
        return numbers;
    }

    /** What each clause of a select awaits, as the awaitable itself is described. */
    private String clauses(@Nullable HeapObject clauses) throws UnreadableDumpException {
        List<String> texts = new ArrayList<>();
        for (HeapObject clause : clauses == null ? List.<HeapObject>of() : clauses.elements()) {
            HeapObject awaitable = clause.object("awaitable");
            texts.add(awaitable == null ? "null" : described(awaitable));
        }
        return String.join(" | ", texts);
    }

    private String described(HeapObject awaitable) throws UnreadableDumpException {
        WaitForm form = WaitForms.formOf(awaitable);
        if (form == null) {
            return "awaitable " + awaitable.className();
        }
        String kind = form.kind().of(awaitable, this);
        String detail = detail(form, awaitable);
        return detail.isEmpty() ? String.valueOf(kind) : kind + " " + detail;
    }

    /** The first of the details of which all values are there; empty if there is none. */
    String detail(WaitForm form, HeapObject awaitable) throws UnreadableDumpException {
        for (Template template : form.details()) {
            String detail = template.of(awaitable, this);
            if (detail != null) {
                return detail;
            }
        }
        return "";
    }
}
