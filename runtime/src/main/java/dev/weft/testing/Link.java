// SPDX-License-Identifier: Apache-2.0
package dev.weft.testing;

import java.time.Duration;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * How the way from one host of a {@link MemoryNetwork} to another treats what goes over it. All lots are drawn from the network's loop, so
 * on a simulated one they are a function of its seed. Immutable; the methods with an argument give another one.
 *
 * @param least the shortest time that something is under way; not negative
 * @param most the longest; each piece has a time of its own between the two, and none overtakes another of its connection, but datagrams
 *     do
 * @param capacity how many bytes of one direction of a connection are written and not read, at most: then a write waits; at least 1
 * @param splits with which probability a read or a write gets a part of what it could, and a datagram is received or sent in a later turn
 *     than it could, 0 to 1
 * @param resets with which probability a write finds that the connection is reset, 0 to 1
 * @param refusals with which probability a connect is refused, 0 to 1
 * @param losses with which probability a datagram is lost, 0 to 1
 * @param duplicates with which probability a datagram comes twice, 0 to 1
 * @param overtakes with which probability a datagram comes before all that are under way, 0 to 1
 */
public record Link(
        Duration least,
        Duration most,
        int capacity,
        double splits,
        double resets,
        double refusals,
        double losses,
        double duplicates,
        double overtakes) {
    private static final Link NORMAL = new Link(Duration.ZERO, Duration.ZERO, 64 * 1024, 0.25, 0, 0, 0, 0, 0);

    /**
     * Refuses what can be no link.
     *
     * @param least see {@link #least}
     * @param most see {@link #most}
     * @param capacity see {@link #capacity}
     * @param splits see {@link #splits}
     * @param resets see {@link #resets}
     * @param refusals see {@link #refusals}
     * @param losses see {@link #losses}
     * @param duplicates see {@link #duplicates}
     * @param overtakes see {@link #overtakes}
     * @throws IllegalArgumentException if one of them is out of its range
     */
    public Link {
        Objects.requireNonNull(least, "least");
        Objects.requireNonNull(most, "most");
        require(!least.isNegative() && least.compareTo(most) <= 0, "a latency from " + least + " to " + most);
        require(
                most.compareTo(Duration.ofDays(36_500)) <= 0,
                "a latency of " + most + ", which is beyond a hundred years");
        require(capacity > 0, "a capacity of " + capacity + " bytes, through which nothing would come");
        requireProbability(splits, "splits");
        requireProbability(resets, "resets");
        requireProbability(refusals, "refusals");
        requireProbability(losses, "losses");
        requireProbability(duplicates, "duplicates");
        requireProbability(overtakes, "overtakes");
    }

    private static void requireProbability(double probability, String what) {
        require(
                probability >= 0 && probability <= 1,
                what + " with a probability of " + probability + ", which is not between 0 and 1");
    }

    private static void require(boolean allowed, String what) {
        if (!allowed) {
            throw new IllegalArgumentException("a link with " + what);
        }
    }

    /**
     * Returns a link that takes no time and breaks nothing. One read or write in four gets a part, as with TCP any may. What has been
     * written and not been read is at most 64 KiB.
     *
     * @return the link that each way has at first
     */
    public static Link normal() {
        return NORMAL;
    }

    /**
     * Makes a link on which everything is under way for some time, always the same.
     *
     * @param latency the time
     * @return the link
     */
    public Link latency(Duration latency) {
        Objects.requireNonNull(latency, "latency");
        return latency(latency, latency);
    }

    /**
     * Makes a link on which each piece is under way for a time of its own.
     *
     * @param shortest the shortest time
     * @param longest the longest time
     * @return the link
     */
    public Link latency(Duration shortest, Duration longest) {
        Objects.requireNonNull(shortest, "shortest");
        Objects.requireNonNull(longest, "longest");
        return with(shortest, longest, capacity, splits, resets, refusals);
    }

    /**
     * Makes a link that holds another number of bytes.
     *
     * @param bytes see {@link #capacity()}
     * @return the link
     */
    public Link capacity(int bytes) {
        return with(least, most, bytes, splits, resets, refusals);
    }

    /**
     * Makes a link that splits more or less.
     *
     * @param probability see {@link #splits()}; with 0 everything is read and written whole
     * @return the link
     */
    public Link splits(double probability) {
        return with(least, most, capacity, probability, resets, refusals);
    }

    /**
     * Makes a link that resets connections.
     *
     * @param probability see {@link #resets()}
     * @return the link
     */
    public Link resets(double probability) {
        return with(least, most, capacity, splits, probability, refusals);
    }

    /**
     * Makes a link that refuses connects.
     *
     * @param probability see {@link #refusals()}
     * @return the link
     */
    public Link refusals(double probability) {
        return with(least, most, capacity, splits, resets, probability);
    }

    private Link with(
            Duration shortest, Duration longest, int bytes, double splitting, double resetting, double refusing) {
        return new Link(shortest, longest, bytes, splitting, resetting, refusing, losses, duplicates, overtakes);
    }

    /**
     * Makes a link that loses datagrams. A stream loses nothing by that, as TCP sends again.
     *
     * @param probability see {@link #losses()}
     * @return the link
     */
    public Link losses(double probability) {
        return datagrams(probability, duplicates, overtakes);
    }

    /**
     * Makes a link on which datagrams come twice.
     *
     * @param probability see {@link #duplicates()}
     * @return the link
     */
    public Link duplicates(double probability) {
        return datagrams(losses, probability, overtakes);
    }

    /**
     * Makes a link on which datagrams overtake others, also where all take the same time. Where each has a time of its own, they do without.
     *
     * @param probability see {@link #overtakes()}
     * @return the link
     */
    public Link overtakes(double probability) {
        return datagrams(losses, duplicates, probability);
    }

    private Link datagrams(double losing, double doubling, double overtaking) {
        return new Link(least, most, capacity, splits, resets, refusals, losing, doubling, overtaking);
    }

    /** How long the next piece is under way. */
    long drawNanos(RandomGenerator random) {
        long spread = most.minus(least).toNanos();
        return least.toNanos() + (spread == 0 ? 0 : random.nextLong(spread + 1));
    }

    /** How many of some bytes go through at once: at least one of them, if there are any. */
    int drawPart(int bytes, RandomGenerator random) {
        return bytes > 1 && happens(splits, random) ? 1 + random.nextInt(bytes - 1) : bytes;
    }

    boolean drawReset(RandomGenerator random) {
        return happens(resets, random);
    }

    boolean drawRefusal(RandomGenerator random) {
        return happens(refusals, random);
    }

    /** Whether a datagram that could be received or sent has to wait for another turn. */
    boolean drawLater(RandomGenerator random) {
        return happens(splits, random);
    }

    boolean drawLoss(RandomGenerator random) {
        return happens(losses, random);
    }

    boolean drawDuplicate(RandomGenerator random) {
        return happens(duplicates, random);
    }

    boolean drawOvertaking(RandomGenerator random) {
        return happens(overtakes, random);
    }

    /** Draws no lot where there is nothing to decide. */
    private static boolean happens(double probability, RandomGenerator random) {
        return probability > 0 && random.nextDouble() < probability;
    }
}
