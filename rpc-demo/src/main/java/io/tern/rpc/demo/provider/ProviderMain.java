// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.provider;

import java.io.IOException;
import org.springframework.context.support.ClassPathXmlApplicationContext;

/**
 * Loads the Spring file that its argument names and serves until its standard input ends, which it does also when the launcher is killed.
 *
 * <p>The library that serves is the one on the class path: Tern or Apache Dubbo.
 */
public final class ProviderMain {
    /** The line of the output that says that the services can be called. */
    public static final String READY = "The provider is ready.";

    private ProviderMain() {}

    public static void main(String[] args) throws IOException {
        try (var context = new ClassPathXmlApplicationContext(args[0])) {
            System.out.println(READY);
            System.in.transferTo(System.out);
            System.out.println("The provider " + context.getId() + " stops.");
        }
    }
}
