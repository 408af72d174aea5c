// SPDX-License-Identifier: Apache-2.0
package dev.weft.hprof;

import static dev.weft.hprof.WaitForm.form;

import java.util.List;

/** The part of the {@link WaitForms} for what hands something from one task to another: channels, queues, broadcasts, watches, selects. */
final class ExchangeForms {
    private static final String SYNC = "dev.weft.sync.";
    private static final String STATE = " ({exchange.buffer.size}{exchange.capacity~}{exchange.closed?, closed:})";
    private static final String NAMED = "{exchange.words.kind} \"{exchange.name}\"" + STATE;
    private static final String NAMELESS = "{exchange.words.kind}" + STATE;
    private static final String BROADCAST = "broadcast (keeps at most {kept.ring}{kept.closed?, closed:})";
    private static final String NAMED_BROADCAST =
            "broadcast \"{kept.name}\" (keeps at most {kept.ring}{kept.closed?, closed:})";
    private static final String WATCH = "watch";
    private static final String NAMED_WATCH = "watch \"{listeners(dev.weft.sync.Watch$Versions).name}\"";

    static final List<WaitForm> ALL = List.of(
            form(SYNC + "Put", "{exchange.words.put}", NAMED, NAMELESS).about("exchange"),
            form(SYNC + "Take$OrFail", "{exchange.words.take}", NAMED, NAMELESS).about("exchange"),
            form(SYNC + "Take$OrEnd", "next", NAMED, NAMELESS).about("exchange"),
            form(SYNC + "Watcher", "{kind}", NAMED, NAMELESS).about("exchange"),
            form(SYNC + "BroadcastReceive$OrFail", "receive", NAMED_BROADCAST, BROADCAST)
                    .about("listeners"),
            form(SYNC + "BroadcastReceive$OrEnd", "receive", NAMED_BROADCAST, BROADCAST)
                    .about("listeners"),
            form(SYNC + "Watch$Changed", "changed", NAMED_WATCH, WATCH).about("listeners"),
            form(SYNC + "Watch$Until", "until", NAMED_WATCH, WATCH).about("listeners"),
            form(SYNC + "FirstOf", "select", "{&clauses}"));

    private ExchangeForms() {}
}
