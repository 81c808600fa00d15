// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.process;

import io.tern.rpc.interop.listener.NewsReader;
import io.tern.rpc.interop.listener.NewsService;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.springframework.context.support.ClassPathXmlApplicationContext;

/**
 * Main class of a consumer process that passes callback arguments. Loads news-consumer.xml, prints {@code READY}, then obeys the
 * lines of {@link NewsReader} and prints what it says; {@code stop} closes gracefully. It also ends when the input ends.
 */
public final class NewsProcess {
    private NewsProcess() {}

    public static void main(String[] arguments) throws IOException {
        ClassPathXmlApplicationContext beans =
                new ClassPathXmlApplicationContext("io/tern/rpc/interop/process/news-consumer.xml");
        NewsReader reader = new NewsReader(beans.getBean("news", NewsService.class));
        ProcessLines.print("READY");
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            if (command.equals("stop")) {
                beans.close();
                ProcessLines.print("STOPPED");
                System.exit(0);
            }
            ProcessLines.print(reader.obey(command));
        }
        Runtime.getRuntime().halt(3);
    }
}
