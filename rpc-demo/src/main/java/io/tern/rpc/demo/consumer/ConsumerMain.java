// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.consumer;

import com.alibaba.bar.BarService;
import com.alibaba.foo.FooService;
import io.tern.rpc.EchoService;
import io.tern.rpc.demo.order.OrderService;
import io.tern.rpc.demo.report.Claims;
import io.tern.rpc.demo.report.Screen;
import io.tern.rpc.demo.report.Stopwatch;
import io.tern.rpc.demo.report.Timeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.context.support.ClassPathXmlApplicationContext;

/** Loads {@code consumer.xml}, makes the calls and ends with 0 if everything was as claimed, otherwise with 1. */
public final class ConsumerMain {
    private ConsumerMain() {}

    public static void main(String[] args) {
        Screen screen = Screen.standardOutput();
        Claims claims = new Claims(screen);
        try (var context = new ClassPathXmlApplicationContext("consumer.xml")) {
            FooService fooService = context.getBean("fooService", FooService.class);
            BarService barService = context.getBean("barService", BarService.class);
            OrderService orderService = context.getBean("orderService", OrderService.class);
            FooService spareFooService = context.getBean("spareFooService", FooService.class);

            echo(fooService, claims);
            screen.emptyLine();
            screen.line(
                    "  findFoo takes 5 s and findBar takes 6 s. One after the other: 5 + 6 = 11 s. Asynchronously:");
            screen.emptyLine();
            Timeline timeline = new TwoCalls(fooService, barService).run(screen, claims);
            Path picture = writePicture(timeline);
            new CallStyles(orderService).run(claims);
            new Burst(orderService).run(claims);
            new KilledProvider(spareFooService, Long.getLong("demo.spare.pid")).run(screen, claims);
            screen.emptyLine();
            screen.line("  The timeline as a picture: " + picture);
        } catch (Exception e) {
            claims.stopped(e);
        }
        if (!claims.conclude()) {
            System.exit(1);
        }
    }

    /** Asks whether the provider is there, so that no time of the start is measured below. */
    private static void echo(FooService fooService, Claims claims) {
        Stopwatch watch = new Stopwatch();
        Object answer = ((EchoService) fooService).$echo("hello");
        claims.check(
                "hello".equals(answer),
                "the provider is there: $echo brings back what was sent",
                Stopwatch.millis(watch.elapsed()));
    }

    /** The path to show: relative to the project. */
    private static Path writePicture(Timeline timeline) throws IOException {
        Path file = Path.of(System.getProperty("demo.directory"), "timeline.svg");
        Files.writeString(file, timeline.svg("Two calls at the same time; one after the other: 5 + 6 = 11 s"));
        return Path.of(System.getProperty("demo.root")).relativize(file);
    }
}
