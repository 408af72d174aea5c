// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class ShrinkerTest {
    private static final Step SET = step(Operation.SET, List.of(0));
    private static final Step FAIL = step(Operation.FAIL, List.of(1));

    @SafeVarargs
    @SuppressWarnings("varargs") // read alone
    private static Step step(Operation operation, List<Integer> numbers, List<Step>... bodies) {
        return new Step(operation, numbers, List.of(bodies));
    }

    private static String shrunk(List<Step> steps, Predicate<String> shows) {
        Scenario scenario = new Scenario(1, List.of(), List.of(), List.of(), List.of(), List.of(steps));
        Scenario smallest = Shrinker.shrink(scenario, smaller -> shows.test(smaller.json()));
        return Step.text(smallest.tasks().get(0), "").strip();
    }

    @Test
    void leavesOutSteps() {
        assertEquals("fail 1", shrunk(List.of(SET, FAIL, SET), json -> json.contains("fail")));
    }

    @Test
    void keepsStepsThatShowItOnlyTogether() {
        assertEquals("set 0\nfail 1", shrunk(List.of(SET, FAIL, SET), json -> json.matches(".*set.*fail.*")));
    }

    @Test
    void putsWhatIsInAStepInItsPlace() {
        Step outer = step(Operation.CATCHES, List.of(), List.of(SET, FAIL));
        assertEquals("fail 1", shrunk(List.of(outer), json -> json.contains("fail")));
    }

    @Test
    void keepsALockAroundWhatIsInIt() {
        Step outer = step(Operation.LOCK, List.of(0), List.of(SET, FAIL));
        assertEquals("lock 0 {\n    fail 1\n}", shrunk(List.of(outer), json -> json.contains("fail")));
    }

    @Test
    void leavesOutPartsOfAGather() {
        Step gather = step(Operation.GATHER, List.of(), List.of(SET), List.of(FAIL), List.of(SET));
        assertEquals("gather {\n    fail 1\n}", shrunk(List.of(gather), json -> json.matches(".*gather.*fail.*")));
    }

    @Test
    void leavesOutTasksThatNobodyMentions() {
        List<Step> cancels = List.of(step(Operation.CANCEL, List.of(1)));
        Scenario scenario =
                new Scenario(1, List.of(), List.of(), List.of(), List.of(), List.of(cancels, List.of(), List.of(SET)));
        Scenario smallest = Shrinker.shrink(scenario, smaller -> smaller.json().contains("cancel"));
        assertEquals(List.of(cancels, List.of()), smallest.tasks());
    }

    @Test
    void shortensSleeps() {
        assertEquals(
                "sleep 2",
                shrunk(List.of(step(Operation.SLEEP, List.of(4))), json -> json.matches(".*sleep\",\\[[2-9].*")));
    }
}
