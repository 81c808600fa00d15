// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.zookeeper.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * One entry that we publish, or are taking back: it compares what should be with what is, and makes the difference. For the
 * registry's thread.
 *
 * <p>A node of another session under our name is replaced once in each session of ours, as Dubbo does: it is what a former session or process left, and would
 * vanish with it. Whoever replaces ours afterwards is another process with the same URL; it is left alone, since both would
 * replace each other's for ever, and ours comes back when it goes.
 */
final class PublishedEntry {
    private final String path;
    private final boolean ephemeral;
    private final Consumer<Code> onFailure;
    private final Consumer<PublishedEntry> onGone;
    private final List<CompletableFuture<@Nullable Void>> registering = new ArrayList<>();
    private final List<CompletableFuture<@Nullable Void>> unregistering = new ArrayList<>();

    private boolean wanted;
    /** The tree was as it should be when it was last looked at. */
    private boolean settled;
    /** The session that created the node last; 0: none of ours. */
    private long creator;
    /** It was created in this session, by us. */
    private boolean claimed;

    private boolean running;
    private boolean again;
    /** Number of the comparison that is running; answers for an earlier one are dropped. */
    private int run;

    PublishedEntry(String path, boolean ephemeral, Consumer<Code> onFailure, Consumer<PublishedEntry> onGone) {
        this.path = path;
        this.ephemeral = ephemeral;
        this.onFailure = onFailure;
        this.onGone = onGone;
    }

    String path() {
        return path;
    }

    /** It should be there. */
    void publish(CompletableFuture<@Nullable Void> stored) {
        complete(unregistering);
        registering.add(stored);
        if (!wanted) {
            wanted = true;
            changed();
        } else if (settled) {
            complete(registering);
        }
    }

    /** It should not be there. */
    void takeBack(CompletableFuture<@Nullable Void> gone) {
        fail(registering, "The entry was taken back before it was stored");
        unregistering.add(gone);
        wanted = false;
        changed();
    }

    /** Somebody changed the node, or may have done so. */
    void changed() {
        settled = false;
        again = running;
    }

    /** Another session than before: whatever was there, and whatever was being done, counts no more. */
    void anew() {
        run++;
        running = false;
        again = false;
        settled = false;
        claimed = false;
    }

    /** Nobody can be told any more; it is still taken back when there is a connection. */
    void disconnected() {
        complete(unregistering);
    }

    /** Nothing more will happen. */
    void end() {
        anew();
        complete(unregistering);
        fail(registering, "The registry was closed before the entry was stored");
    }

    /** Compares, unless all is well. */
    void work(Session session) {
        if (settled || running) {
            return;
        }
        running = true;
        int current = ++run;
        if (!wanted) {
            remove(session, current);
        } else if (claimed) {
            look(session, current);
        } else {
            create(session, current, true);
        }
    }

    private void create(Session session, int current, boolean withParents) {
        session.create(path, mode(), (code, name) -> {
            if (current != run) {
                return;
            }
            switch (code) {
                case OK -> {
                    created(session);
                    look(session, current);
                }
                case NODEEXISTS -> look(session, current);
                case NONODE -> {
                    if (withParents) {
                        createParents(session);
                        create(session, current, false);
                    } else {
                        failed(code);
                    }
                }
                default -> failed(code);
            }
        });
    }

    /** Sent without waiting in between: who comes second for a parent does no harm, and if one fails so does the entry. */
    private void createParents(Session session) {
        for (String parent : Layout.parents(path)) {
            session.create(parent, CreateMode.PERSISTENT, (code, name) -> {});
        }
    }

    /** Watches it from now on: this is how we hear at once that somebody removed it. */
    private void look(Session session, int current) {
        session.look(path, true, (code, stat) -> {
            if (current != run) {
                return;
            }
            if (code == Code.NONODE) {
                create(session, current, true);
            } else if (code != Code.OK || stat == null) {
                failed(code);
            } else if (isOurs(session, stat)) {
                created(session);
                done(session);
            } else if (claimed) {
                done(session);
            } else {
                replace(session, current);
            }
        });
    }

    private void replace(Session session, int current) {
        session.replace(path, mode(), (code, nothing) -> {
            if (current != run) {
                return;
            }
            if (code == Code.OK) {
                created(session);
                look(session, current);
            } else if (code == Code.NONODE) {
                create(session, current, true);
            } else {
                failed(code);
            }
        });
    }

    private void remove(Session session, int current) {
        session.look(path, false, (code, stat) -> {
            if (current != run) {
                return;
            }
            if (code == Code.OK && stat != null && (isOurs(session, stat) || isOfFormerSession(stat))) {
                delete(session, current);
            } else if (code == Code.OK || code == Code.NONODE) {
                done(session);
            } else {
                failed(code);
            }
        });
    }

    private void delete(Session session, int current) {
        session.delete(path, (code, nothing) -> {
            if (current != run) {
                return;
            }
            if (code == Code.OK || code == Code.NONODE) {
                done(session);
            } else {
                failed(code);
            }
        });
    }

    private CreateMode mode() {
        return ephemeral ? CreateMode.EPHEMERAL : CreateMode.PERSISTENT;
    }

    private boolean isOurs(Session session, Stat stat) {
        return stat.getEphemeralOwner() == (ephemeral ? session.id() : 0);
    }

    private boolean isOfFormerSession(Stat stat) {
        return creator != 0 && stat.getEphemeralOwner() == creator;
    }

    private void created(Session session) {
        creator = session.id();
        claimed = true;
    }

    private void done(Session session) {
        running = false;
        if (again) {
            again = false;
            work(session);
            return;
        }
        settled = true;
        complete(wanted ? registering : unregistering);
        if (!wanted) {
            onGone.accept(this);
        }
    }

    private void failed(Code code) {
        running = false;
        again = false;
        complete(unregistering);
        if (!Session.isInterrupted(code)) {
            fail(registering, "ZooKeeper answers " + code + " for an entry; it will be tried again");
        }
        onFailure.accept(code);
    }

    private static void complete(List<CompletableFuture<@Nullable Void>> futures) {
        List<CompletableFuture<@Nullable Void>> completed = List.copyOf(futures);
        futures.clear();
        completed.forEach(future -> future.complete(null));
    }

    private static void fail(List<CompletableFuture<@Nullable Void>> futures, String reason) {
        List<CompletableFuture<@Nullable Void>> failed = List.copyOf(futures);
        futures.clear();
        failed.forEach(future -> future.completeExceptionally(new IllegalStateException(reason)));
    }
}
