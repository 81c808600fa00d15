// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.harness;

import io.tern.rpc.interop.peer.PeerLine;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The releases of Apache Dubbo that tests run against, one of each line. */
public enum DubboVersion {
    V2_6("2.6", "2.6.12", PeerLine.DUBBO_2_6),
    V2_7("2.7", "2.7.23", PeerLine.DUBBO_2_7),
    V3_3("3.3", "3.3.6", PeerLine.DUBBO_3_3);

    private final String name;
    private final String release;
    private final PeerLine line;

    DubboVersion(String name, String release, PeerLine line) {
        this.name = name;
        this.release = release;
        this.line = line;
    }

    /** The full version number, such as 2.6.12. */
    public String release() {
        return release;
    }

    public PeerLine line() {
        return line;
    }

    /** Absolute paths of Dubbo's jar and all that it needs, as Maven resolved them in the module of this line. */
    public List<String> jars() {
        String resource = "/META-INF/interop/rpc-interop-dubbo-" + name + ".classpath";
        try (InputStream in = DubboVersion.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("No " + resource + " on the class path. Build the module"
                        + " rpc-interop-tests/peers/dubbo-" + name + " up to the phase process-resources.");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
            return List.of(text.split(File.pathSeparator));
        } catch (IOException e) {
            throw new IllegalStateException("Cannot read " + resource, e);
        }
    }

    @Override
    public String toString() {
        return "Dubbo " + release;
    }
}
