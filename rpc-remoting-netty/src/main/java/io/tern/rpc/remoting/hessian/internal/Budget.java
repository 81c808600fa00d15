// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import io.tern.rpc.RpcSerializationException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a message has used of its limits, and the objects that references can point to.
 *
 * <p>Work counts values, long ones by their length, and a reference as often as what it refers to: that is what hashCode of a key
 * costs, which walks shared parts again and again. It does not count what a reference to an unfinished object costs, as that is
 * not known yet; the objects with such references inside are marked.
 */
final class Budget {
    private static final int FIRST_REFERENCES = 64;
    private static final int KEPT_REFERENCES = 4_096;
    /** Marks finished work that lacks something; that of unfinished objects is negative. */
    private static final long TIED = 1L << 62;
    /** Bytes of a text that are compared as fast as a small value. */
    private static final int BYTES_SHIFT = 6;

    private static final long MOST_WORK = 1L << 60;

    private final ByteSource source;
    private @Nullable Object[] references = new @Nullable Object[FIRST_REFERENCES];
    private long[] referenceWork = new long[FIRST_REFERENCES];
    private int referenceCount;
    private int depth;
    private int allElements;
    // Elements of open containers that are still to come; each takes at least one of the bytes that are left.
    private int expected;
    private int absentClasses;
    private long work;
    // References to what was not finished, and to what has such references inside.
    private int ties;
    private long hashSteps;
    private long steps;

    Budget(ByteSource source) {
        this.source = source;
    }

    void clear() {
        if (references.length > KEPT_REFERENCES) {
            references = new @Nullable Object[FIRST_REFERENCES];
            referenceWork = new long[FIRST_REFERENCES];
        } else {
            Arrays.fill(references, 0, referenceCount, null);
        }
        referenceCount = 0;
        depth = 0;
        allElements = 0;
        expected = 0;
        absentClasses = 0;
        work = 0;
        ties = 0;
        hashSteps = 0;
        steps = 0;
    }

    void enter() {
        if (++depth > Limits.DEPTH) {
            throw Faults.decode("values are nested deeper than " + Limits.DEPTH + " at byte " + source.position());
        }
    }

    void leave() {
        depth--;
    }

    /** Announces a number of elements or fields before anything is allocated for them. */
    void expect(int count, int limit, String what) {
        if (count < 0 || count > limit) {
            throw Faults.decode(Integer.toUnsignedString(count) + " " + what + " are declared at byte "
                    + source.position() + ", at most " + limit + " are accepted");
        }
        if (count > source.left() - expected) {
            throw Faults.decode(count + " " + what + " are declared at byte " + source.position() + ", but only "
                    + source.left() + " bytes follow");
        }
        expected += count;
    }

    /** One of the announced elements begins. */
    void arrived() {
        expected--;
    }

    /** An element of a collection or a map entry, of the given number so far. */
    void element(int inContainer) {
        if (inContainer >= Limits.ELEMENTS || ++allElements > Limits.ALL_ELEMENTS) {
            throw Faults.decode("more than " + (inContainer >= Limits.ELEMENTS ? Limits.ELEMENTS : Limits.ALL_ELEMENTS)
                    + " elements at byte " + source.position());
        }
    }

    void absentClass() {
        if (++absentClasses > Limits.ABSENT_CLASSES) {
            throw Faults.decode("more than " + Limits.ABSENT_CLASSES + " classes that this process does not have");
        }
    }

    /** Counts a value. */
    void value() {
        work++;
    }

    long work() {
        return work + (source.position() >> BYTES_SHIFT);
    }

    int ties() {
        return ties;
    }

    /** The weight of a key for {@link KeyGuard#check}, given the work and the ties when it began. */
    long weight(long workBefore, int tiesBefore) {
        long weight = since(workBefore);
        return ties == tiesBefore ? weight : KeyGuard.atLeast(weight);
    }

    int addReference(Object object) {
        int index = referenceCount;
        if (index >= Limits.OBJECTS) {
            throw Faults.decode("more than " + Limits.OBJECTS + " objects at byte " + source.position());
        }
        if (index == references.length) {
            references = Arrays.copyOf(references, index * 2);
            referenceWork = Arrays.copyOf(referenceWork, index * 2);
        }
        references[index] = object;
        referenceCount = index + 1;
        referenceWork[index] = -1L - ties;
        return index;
    }

    /** The object of a reference is complete; {@code workBefore} was the work when it began. */
    void complete(int index, Object object, long workBefore) {
        if (references[index] != object) {
            references[index] = object;
        }
        boolean tied = referenceWork[index] != -1L - ties;
        referenceWork[index] = tied ? since(workBefore) | TIED : since(workBefore);
    }

    Object reference(int index) {
        if (index < 0 || index >= referenceCount) {
            throw Faults.decode("reference " + index + " at byte " + source.position() + " points to nothing; "
                    + referenceCount + " objects precede it");
        }
        long cost = referenceWork[index];
        if (cost < 0) {
            ties++;
        } else {
            ties += cost >= TIED ? 1 : 0;
            addWork(cost & ~TIED);
        }
        Object object = references[index];
        if (object == null) {
            throw new IllegalStateException("reference " + index + " was never set");
        }
        return object;
    }

    /** The cost of hashing a key. */
    void hash(long steps) {
        hashSteps = Math.min(hashSteps + steps, Long.MAX_VALUE / 4);
        if (hashSteps > Limits.HASH_STEPS) {
            throw tooDear();
        }
    }

    /** The cost of comparing a key with others of its container. Whoever compares two such containers pays it again. */
    void compare(long steps) {
        addWork(steps);
        hash(steps);
    }

    RpcSerializationException tooDear() {
        return Faults.decode("the keys of maps and sets cost too much to hash or compare, at byte " + source.position()
                + "; send smaller keys");
    }

    private long since(long workBefore) {
        return Math.max(0, work() - workBefore);
    }

    private void addWork(long cost) {
        work += cost;
        if (work > MOST_WORK) {
            // From here on work tells nothing of what is read, so it is as if its cost was not known.
            work = MOST_WORK;
            ties++;
        }
    }

    /** Elements that are passed on the way to the place of another: keys of the same hash, links of a list. */
    void steps(int passed) {
        steps += passed;
        if (steps > Limits.PLACE_STEPS) {
            throw Faults.decode("the elements of a list, set or map cost too much to put in their places, at byte "
                    + source.position());
        }
    }
}
