// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.consumer;

import com.alibaba.bar.Bar;
import com.alibaba.bar.BarService;
import com.alibaba.foo.Foo;
import com.alibaba.foo.FooService;
import io.tern.rpc.RpcContext;
import io.tern.rpc.demo.report.Claims;
import io.tern.rpc.demo.report.ProgressLine;
import io.tern.rpc.demo.report.Screen;
import io.tern.rpc.demo.report.Stopwatch;
import io.tern.rpc.demo.report.Timeline;
import io.tern.rpc.demo.report.Timeline.Span;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** One thread calls two slow services that work at the same time: {@code async="true"} in {@code consumer.xml}. */
final class TwoCalls {
    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    private static final Duration SHORTEST = Duration.ofMillis(5900);
    private static final Duration LONGEST = Duration.ofMillis(7500);

    private final FooService fooService;
    private final BarService barService;

    TwoCalls(FooService fooService, BarService barService) {
        this.fooService = fooService;
        this.barService = barService;
    }

    Timeline run(Screen screen, Claims claims) throws Exception {
        Stopwatch watch = new Stopwatch();

        Foo noFoo = fooService.findFoo("foo-1"); // returns null at once
        Future<Foo> fooFuture = RpcContext.getContext().getFuture();
        CompletableFuture<Span> fooSpan = spanSince(Duration.ZERO, "findFoo", watch);

        Duration fooCalled = watch.elapsed();
        Bar noBar = barService.findBar("bar-1"); // returns null at once
        Future<Bar> barFuture = RpcContext.getContext().getFuture();
        CompletableFuture<Span> barSpan = spanSince(fooCalled, "findBar", watch);

        Duration bothCalled = watch.elapsed();
        new ProgressLine(screen, Duration.ofSeconds(6))
                .follow(CompletableFuture.allOf(fooSpan, barSpan), () -> waitingFor(fooSpan, barSpan));
        Foo foo = fooFuture.get();
        Bar bar = barFuture.get();

        Timeline timeline = new Timeline(List.of(fooSpan.get(), barSpan.get()));
        screen.emptyLine();
        timeline.print(screen);
        screen.emptyLine();
        claims.check(
                noFoo == null && noBar == null && bothCalled.compareTo(AT_ONCE) < 0,
                "both calls return null at once (within 1 s)",
                Stopwatch.millis(bothCalled));
        claims.check(
                foo.id().equals("foo-1") && bar.id().equals("bar-1"),
                "their futures bring the answers",
                foo.text() + ", " + bar.text());
        Duration total = timeline.total();
        claims.check(
                total.compareTo(SHORTEST) > 0 && total.compareTo(LONGEST) < 0,
                "together they take as long as the slower one (below 7.5 s)",
                Stopwatch.seconds(total) + " instead of 11 s");
        return timeline;
    }

    /** What the timeline shows of the call just made: complete when the call is. */
    private static CompletableFuture<Span> spanSince(Duration start, String name, Stopwatch watch) {
        return RpcContext.getContext()
                .getCompletableFuture()
                .thenApply(answer -> new Span(name, start, watch.elapsed()));
    }

    private static String waitingFor(CompletableFuture<Span> foo, CompletableFuture<Span> bar) {
        if (!foo.isDone()) {
            return "waiting for Foo and Bar";
        }
        return bar.isDone() ? "both are here" : "Foo is here, waiting for Bar";
    }
}
