// SPDX-License-Identifier: Apache-2.0
package dev.weft.javac.check.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import dev.weft.support.MemorySource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Facts beside maps that are copied, also where many facts have one hash. */
class FactsTest {
    private static final List<TreePath> PLACES = new ArrayList<>();

    /** A fact whose hash says little. */
    private record Fact(int number, int hashes) {
        @Override
        public int hashCode() {
            return number % hashes;
        }
    }

    @BeforeAll
    static void makePlaces() throws Exception {
        for (int i = 0; i < 4; i++) {
            JavaFileObject file = new MemorySource("A", "class A {}");
            JavacTask task = (JavacTask)
                    ToolProvider.getSystemJavaCompiler().getTask(null, null, null, null, null, List.of(file));
            PLACES.add(new TreePath(task.parse().iterator().next()));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 64, 100_000})
    void areWhatACopiedMapWouldBe(int hashes) {
        Random random = new Random(hashes);
        List<Facts> all = new ArrayList<>(List.of(Facts.NONE));
        List<Map<Object, TreePath>> expected = new ArrayList<>(List.of(Map.of()));
        for (int i = 0; i < 3000; i++) {
            int one = random.nextInt(all.size());
            int other = random.nextInt(all.size());
            Fact fact = new Fact(random.nextInt(200), hashes);
            TreePath place = PLACES.get(random.nextInt(PLACES.size()));
            Map<Object, TreePath> map = new HashMap<>(expected.get(one));
            Facts facts = all.get(one);
            switch (random.nextInt(4)) {
                case 0 -> {
                    facts = facts.without(fact);
                    map.remove(fact);
                }
                case 1 -> {
                    facts = Facts.join(facts, all.get(other));
                    map.keySet().retainAll(expected.get(other).keySet());
                }
                default -> {
                    facts = facts.with(fact, place);
                    map.put(fact, place);
                }
            }
            assertNotNull(facts);
            Map<Object, TreePath> found = new HashMap<>();
            facts.forEach(found::put);
            assertEquals(map, found);
            assertEquals(map.get(fact), facts.get(fact));
            assertEquals(map.isEmpty(), facts.isEmpty());
            all.add(facts);
            expected.add(map);
        }
    }

    @Test
    void joiningWhatTheyShareMakesNothingNew() {
        Facts some = Facts.NONE;
        for (int i = 0; i < 100; i++) {
            some = some.with(new Fact(i, 1000), PLACES.get(0));
        }
        assertSame(some, Facts.join(some, some.with(new Fact(200, 1000), PLACES.get(0))));
        assertSame(some, Facts.join(some, null));
        assertSame(some, Facts.join(null, some));
        assertNull(Facts.join(null, null));
    }
}
