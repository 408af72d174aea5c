// SPDX-License-Identifier: Apache-2.0
package dev.weft.testing;

/** Walks through all orders of a small program up to a bound, as {@link Explorer#allOrders} says. */
public final class OrderExplorer extends Explorer {
    private final Limits limits;

    OrderExplorer(Limits limits) {
        this.limits = limits;
    }

    /**
     * Sets how many orders are tried, if there are more: a million unless set.
     *
     * @param most the number
     * @return an explorer with this bound
     * @throws IllegalArgumentException if the number is not positive
     */
    public OrderExplorer schedules(int most) {
        return new OrderExplorer(new Limits(Limits.positive("most", most), limits.steps(), limits.departures()));
    }

    /**
     * Sets after how many steps a run fails that has not ended: 10,000 unless set.
     *
     * @param most the number
     * @return an explorer with this bound
     * @throws IllegalArgumentException if the number is not positive
     */
    public OrderExplorer steps(int most) {
        return new OrderExplorer(new Limits(limits.schedules(), Limits.positive("most", most), limits.departures()));
    }

    /**
     * Leaves out the orders that depart more often from that of a real loop, which is first in, first out. Any number unless set. Two or
     * three find most of what is to be found, in programs of which all orders are too many.
     *
     * @param most the number
     * @return an explorer with this bound
     * @throws IllegalArgumentException if the number is not positive
     */
    public OrderExplorer departures(int most) {
        return new OrderExplorer(new Limits(limits.schedules(), limits.steps(), Limits.positive("most", most)));
    }

    @Override
    Exploration explore(Program<?> program) {
        return new Walk(program, limits).explore();
    }
}
