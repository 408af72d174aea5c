// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import static dev.weft.debug.Sample.task;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TableWriterTest {
    private static final TaskDump DUMP = Dumps.of(
            task(1, "main", 91).awaits("gather", "2 of 2 running", 2, 3),
            task(2, "a \"b\"", 74).awaits("mutex", "\"acct-2\", locked", 3),
            task(3, "fetch-3", 52).awaits("sleep", "PT1S").dueInMillis(212),
            task(4, "fetch-4", 52).awaits("sleep", "PT1S").dueInMillis(300),
            task(5, "fetch-5", 52).awaits("sleep", "PT1S").dueInMillis(400));

    @Test
    void hasALineForAllThatAreAlike() {
        assertEquals("""
                ID         NAME     COUNT  STATE      IN STATE  STEPS  WAITS FOR                                           LINE
                #1.1       main     1      SUSPENDED  4 s       2      gather 2 of 2 running, for #1.2 a "b" #1.3 fetch-3  demo.Demo.run(Demo.java:91)
                #1.2       a "b"    1      SUSPENDED  4 s       2      mutex "acct-2", locked, held by #1.3 fetch-3        demo.Demo.run(Demo.java:74)
                #1.3       fetch-3  1      SUSPENDED  4 s       2      sleep 1 s, due in 212 ms                            demo.Demo.run(Demo.java:52)
                #1.4 #1.5  fetch-*  2      SUSPENDED  4 s       4      sleep 1 s, due in 300–400 ms                        demo.Demo.run(Demo.java:52)
                """, DumpForm.TABLE.of(DUMP, DumpOptions.DEFAULT));
    }

    @Test
    void durationsInsideOfADetailAreWrittenAsTimesAndNamesAsTheyAre() {
        TaskDump dump = Dumps.of(
                task(1, "a", 1).awaits("select", "event \"PT1S\", not set | sleep PT1M0.5S | limiter (9 in PT1H)"));
        assertEquals("""
                ID    NAME  COUNT  STATE      IN STATE  STEPS  WAITS FOR                                                        LINE
                #1.1  a     1      SUSPENDED  4 s       2      select event "PT1S", not set | sleep 1 min | limiter (9 in 1 h)  demo.Demo.run(Demo.java:1)
                """, DumpForm.TABLE.of(dump, DumpOptions.DEFAULT));
    }

    @Test
    void isQuotedWithCommas() {
        assertEquals("""
                id,name,count,state,since,steps,kind,detail,line
                1.1,main,1,suspended,4000,2,gather,2 of 2 running,demo.Demo.run(Demo.java:91)
                1.2,"a ""b""\",1,suspended,4000,2,mutex,\"""acct-2"", locked",demo.Demo.run(Demo.java:74)
                1.3,fetch-3,1,suspended,4000,2,sleep,PT1S,demo.Demo.run(Demo.java:52)
                1.4,fetch-4,1,suspended,4000,2,sleep,PT1S,demo.Demo.run(Demo.java:52)
                1.5,fetch-5,1,suspended,4000,2,sleep,PT1S,demo.Demo.run(Demo.java:52)
                """, DumpForm.CSV.of(DUMP, DumpOptions.DEFAULT));
    }

    @Test
    void escapesTabsBetweenTabs() {
        TaskDump dump = Dumps.of(task(1, "a\tb", 1));
        assertEquals("""
                id\tname\tcount\tstate\tsince\tsteps\tkind\tdetail\tline
                1.1\ta\\tb\t1\tsuspended\t4000\t2\t\t\tdemo.Demo.run(Demo.java:1)
                """, DumpForm.TSV.of(dump, DumpOptions.DEFAULT));
    }
}
