// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.springframework.context.support.ClassPathXmlApplicationContext;

/**
 * Main class of a Dubbo provider process. Loads provider.xml, or the file that {@code interop.file} names, prints {@code READY port=N}, then obeys lines on its standard input:
 * {@code stop} closes gracefully and ends the process. It also ends when the input ends, so that it never outlives the test that started it.
 */
public final class ProviderProcess {
    private ProviderProcess() {}

    public static void main(String[] arguments) throws IOException {
        ClassPathXmlApplicationContext context = new ClassPathXmlApplicationContext(
                "io/tern/rpc/interop/process/" + System.getProperty("interop.file", "provider.xml"));
        ProcessLines.print("READY port=" + System.getProperty("interop.port"));
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String command = commands.readLine();
        if (command == null) {
            Runtime.getRuntime().halt(3);
        }
        context.close();
        ProcessLines.print("STOPPED");
        System.exit(0);
    }
}
