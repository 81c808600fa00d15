// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.security;

import io.tern.rpc.core.internal.log.LogLimit;
import io.tern.rpc.core.internal.log.SafeText;
import io.tern.rpc.spi.ClassPolicy;
import io.tern.rpc.spi.Ticker;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one gate for classes named by peers; one per Tern instance, for consumers and providers alike.
 *
 * <p>A class passes if it is in the built-in table of harmless JDK classes, is reachable from the declarations of an
 * interface that was {@link #open opened}, or matches a pattern of the user; and if the built-in deny list does not name
 * it, which beats all of these. The gate looks at names only: it loads nothing.
 *
 * <p>Names are as {@link Class#getName()} writes them. Array notations, the names of Hessian's own helpers and the wire
 * names of Dubbo's exceptions mean something to the codec only, and are refused here.
 *
 * <p>Thread-safe. A check is one look-up for every class that is admitted by name.
 */
public final class ClassGate implements ClassPolicy {
    /** The setting that opens further classes: a system property, or a parameter of the application. */
    public static final String ALLOW_SETTING = "tern.serialize.allow";

    /** Dubbo's key for the same. */
    public static final String ALLOW_SETTING_OF_DUBBO = "dubbo.security.serialize.allowedClassList";

    /** Longer names are refused before anything else is done with them. */
    static final int MAX_NAME_LENGTH = 512;

    private static final Logger log = LoggerFactory.getLogger(ClassGate.class);
    /** Names of peers that are remembered so as to log each once; a peer cannot make it grow further. */
    private static final int REMEMBERED_NAMES = 1_024;

    private final GateMode mode;
    private final boolean trustsInterfaces;
    private final ClassNames denied;
    private final ClassNames patterns;
    private final LogLimit logLimit;
    private final Runnable onRefusal;
    private final Set<String> logged = ConcurrentHashMap.newKeySet();

    private final Object openLock = new Object();
    // Guarded by openLock.
    private final ReachableTypes reachable = new ReachableTypes();
    private final Set<Class<?>> opened = new HashSet<>();

    /** Grows when an interface is opened; copying it each time would make a thousand references slow. */
    private final Set<String> names = ConcurrentHashMap.newKeySet();

    private volatile Near near = new Near(Set.of(), new ClassNames(Set.of()));

    /** Packages that a learning gate takes for harmless; never modified once it is published. */
    private record Near(Set<String> neighbourhoods, ClassNames names) {}

    /**
     * A gate that admits the built-in table and the patterns.
     *
     * @param allow values of {@link #ALLOW_SETTING} and its synonyms, each a list of classes and packages
     * @param loader finds the {@code security/serialize.allowlist} files of the application
     * @throws io.tern.rpc.RpcConfigException naming every entry that is neither a class nor a package
     */
    public ClassGate(GateMode mode, Collection<String> allow, ClassLoader loader, Ticker ticker) {
        this(mode, allow, loader, ticker, () -> {});
    }

    /** As the other, and runs {@code onRefusal} for each message that is refused because of a class. */
    public ClassGate(GateMode mode, Collection<String> allow, ClassLoader loader, Ticker ticker, Runnable onRefusal) {
        this(mode, true, allow, loader, ticker, onRefusal);
    }

    /** As the other; without {@code trustsInterfaces}, {@link #open} admits nothing. */
    public ClassGate(
            GateMode mode,
            boolean trustsInterfaces,
            Collection<String> allow,
            ClassLoader loader,
            Ticker ticker,
            Runnable onRefusal) {
        this.trustsInterfaces = trustsInterfaces;
        this.onRefusal = onRefusal;
        this.mode = mode;
        this.denied = new ClassNames(ClassLists.builtIn("denied-classes.txt"));
        List<String> lines = new ArrayList<>(ClassLists.allowFiles(loader));
        for (String value : allow) {
            lines.addAll(ClassLists.setting(value, "setting " + ALLOW_SETTING + " or " + ALLOW_SETTING_OF_DUBBO));
        }
        this.patterns = new ClassNames(lines);
        this.logLimit = new LogLimit(ticker, 10, 1_000);
        names.addAll(ClassLists.builtIn("admitted-classes.txt"));
    }

    /** Admits what the methods of the interface declare. To be called before the first call of a reference or service. */
    public void open(Class<?> serviceInterface) {
        if (!trustsInterfaces) {
            return;
        }
        synchronized (openLock) {
            if (!opened.add(serviceInterface)) {
                return;
            }
            Set<String> found = reachable.add(serviceInterface);
            found.removeIf(denied::contains);
            names.addAll(found);
            if (mode == GateMode.LEARN) {
                learn(ReachableTypes.packagesOf(serviceInterface, found));
            }
        }
    }

    private void learn(Iterable<String> packages) {
        Set<String> neighbourhoods = new HashSet<>(near.neighbourhoods());
        boolean isNew = false;
        for (String name : packages) {
            isNew |= neighbourhoods.add(ClassLists.neighbourhood(name) + ".*");
        }
        if (isNew) {
            near = new Near(neighbourhoods, new ClassNames(neighbourhoods));
        }
    }

    @Override
    public boolean admits(String className) {
        if (names.contains(className)) {
            return true;
        }
        if (className.length() > MAX_NAME_LENGTH || !ClassLists.isClassName(className) || denied.contains(className)) {
            return false;
        }
        if (patterns.contains(className)) {
            return true;
        }
        if (mode == GateMode.LEARN && near.names().contains(className)) {
            logLesson(className);
            return true;
        }
        return false;
    }

    @Override
    public String cure(String className) {
        if (className.length() > MAX_NAME_LENGTH) {
            return "names of more than " + MAX_NAME_LENGTH + " characters are refused";
        }
        if (!ClassLists.isClassName(className)) {
            return "this is not the name of a class";
        }
        if (denied.contains(className)) {
            return "it is on Tern's list of classes that are dangerous to create from a peer's bytes, which no setting opens;"
                    + " send plain values instead";
        }
        if (className.length() > SafeText.MAX_LENGTH || !className.equals(SafeText.of(className))) {
            return "admit its package with " + ALLOW_SETTING + "=<package>.*";
        }
        return "if it belongs to your data, declare it in the service interface or add the line " + className
                + " to a file "
                + ClassLists.ALLOW_FILE + " on the class path, or set " + ALLOW_SETTING + "=" + className
                + " (system property, or <dubbo:parameter> of <dubbo:application>)";
    }

    @Override
    public void refused(String className) {
        onRefusal.run();
        long suppressed = firstTime(className);
        if (suppressed != LogLimit.SUPPRESSED) {
            log.warn(
                    "Refused a peer's class {}{}: {}",
                    SafeText.of(className),
                    more(suppressed, "refusals"),
                    cure(className));
        }
    }

    private void logLesson(String className) {
        long suppressed = firstTime(className);
        if (suppressed != LogLimit.SUPPRESSED) {
            log.warn(
                    "Learning: admitted {}{}, which strict mode refuses. To keep it, add this line to {}:\n{}",
                    SafeText.of(className),
                    more(suppressed, "lessons"),
                    ClassLists.ALLOW_FILE,
                    SafeText.of(className));
        }
    }

    private long firstTime(String className) {
        String key = className.length() > MAX_NAME_LENGTH ? SafeText.of(className) : className;
        if (logged.contains(key) || logged.size() >= REMEMBERED_NAMES) {
            return LogLimit.SUPPRESSED;
        }
        long pass = logLimit.pass();
        // A name whose line was suppressed is not remembered: it gets its line when it comes again.
        return pass == LogLimit.SUPPRESSED || !logged.add(key) ? LogLimit.SUPPRESSED : pass;
    }

    private static String more(long suppressed, String what) {
        return suppressed == 0 ? "" : " (" + suppressed + " more " + what + " were not logged)";
    }
}
