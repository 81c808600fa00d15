// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.launcher;

import static io.tern.rpc.demo.launcher.CallsTest.call;
import static io.tern.rpc.demo.launcher.CallsTest.millis;
import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.demo.consumer.CallReport.Kind;
import io.tern.rpc.demo.launcher.Calls.Call;
import io.tern.rpc.demo.launcher.ClusterStory.Comeback;
import io.tern.rpc.demo.launcher.ClusterStory.Comebacks;
import io.tern.rpc.demo.report.Claims;
import io.tern.rpc.demo.report.Glyphs;
import io.tern.rpc.demo.report.Paper;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ten seconds, 200 calls each, which B answers in 40 ms; A is killed after 2 s, and C stopped after 6 s. */
class ClusterClaimsTest {
    private static final Comeback KILLED =
            new Comeback("A", 137, millis(2002), millis(2010), millis(4000), millis(5000), millis(5100));
    private static final Comeback STOPPED =
            new Comeback("C", 0, millis(6000), millis(6100), millis(7000), millis(8000), millis(8100));

    private final Paper paper = Paper.log(Glyphs.ASCII);
    private final List<Call> calls = new ArrayList<>();

    ClusterClaimsTest() {
        for (int millis = 40; millis < 10_000; millis += 5) {
            calls.add(call(millis, 40, Kind.RIGHT, "B"));
        }
    }

    @Test
    void allHoldWhenNothingWentWrong() {
        assertThat(notHolding(KILLED, STOPPED)).isEmpty();
        assertThat(paper.text()).contains("1992 tried, 0 failed", "8 of 8, the last one 38.0 ms after the kill");
    }

    @Test
    void oneFailedCallIsOneTooMany() {
        calls.add(call(10_000, 40, Kind.FAILED, "lost"));

        assertThat(notHolding(KILLED, STOPPED)).singleElement().asString().contains("1993 tried, 1 failed");
    }

    @Test
    void wrongAnswerIsNoAnswer() {
        calls.add(call(10_000, 40, Kind.WRONG, "another item"));

        assertThat(notHolding(KILLED, STOPPED)).singleElement().asString().contains("1 wrong");
    }

    @Test
    void callThatOutlivesTheKillByASecondIsSeen() {
        calls.add(call(3_200, 1_300, Kind.RIGHT, "B"));

        assertThat(notHolding(KILLED, STOPPED))
                .anySatisfy(line -> assertThat(line).contains("1198.0 ms after the kill"))
                .anySatisfy(line -> assertThat(line).contains("longest 1300.0 ms"));
    }

    @Test
    void answersOfTheDeadAndALowerRateAreSeen() {
        calls.add(call(3_000, 40, Kind.RIGHT, "A"));
        assertThat(notHolding(KILLED, STOPPED)).singleElement().asString().contains("1 of A");

        calls.removeIf(
                call -> call.end().compareTo(millis(3_500)) > 0 && call.end().compareTo(millis(4_000)) < 0);
        calls.removeIf(call -> call.isAnsweredBy("A"));
        assertThat(notHolding(KILLED, STOPPED)).singleElement().asString().contains("calls/s, 0 of A");
    }

    @Test
    void lateComebackAndAnEndByForceAreSeen() {
        Comeback late = new Comeback("A", 137, millis(2002), millis(2010), millis(3000), millis(3100), millis(9100));
        assertThat(notHolding(late, STOPPED)).singleElement().asString().contains("first call 6.00 s later");

        Comeback forced = new Comeback("C", 137, millis(6000), millis(6100), millis(7000), millis(8000), millis(8100));
        assertThat(notHolding(KILLED, forced)).singleElement().asString().contains("C asked to stop");
    }

    /** The lines of the claims that do not hold. */
    private List<String> notHolding(Comeback killed, Comeback stopped) {
        calls.sort(Comparator.comparing(Call::end));
        int before = paper.text().length();
        new ClusterClaims(new Calls(calls), new Comebacks(killed, stopped))
                .check(new Claims(paper.screen()), 1001, 1002);
        return paper.text()
                .substring(before)
                .lines()
                .filter(line -> line.contains("[NO]"))
                .toList();
    }
}
