// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.callback;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcException;
import io.tern.rpc.RpcLimitException;
import io.tern.rpc.RpcServerException;
import io.tern.rpc.core.internal.consumer.Outcome;
import io.tern.rpc.core.internal.log.LogLimit;
import io.tern.rpc.core.internal.log.SafeText;
import io.tern.rpc.core.internal.provider.ReservedKeys;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.transport.IncomingCall;
import io.tern.rpc.spi.transport.Link;
import io.tern.rpc.spi.transport.PreparedCall;
import io.tern.rpc.spi.transport.ReplyStatus;
import io.tern.rpc.spi.transport.RequestHandler;
import io.tern.rpc.spi.transport.RequestHead;
import io.tern.rpc.spi.transport.RequestTarget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The callback arguments that were passed on one link, and the calls of them that come back over it. Nothing else can be called:
 * the interface is looked at before a byte of the arguments is decoded, the object by its id, which stands behind them, before
 * anything runs. Thread-safe.
 */
final class LinkExports implements RequestHandler {
    /** Calls of one provider that run or wait at a time; more are refused, since each may take a thread. */
    private static final int MOST_RUNNING = 1_000;

    private static final Logger log = LoggerFactory.getLogger(LinkExports.class);

    private final Executor executor;
    private final LogLimit lines;
    private final AtomicInteger running = new AtomicInteger();
    private final Map<String, Exported> byId = new ConcurrentHashMap<>();
    private final Map<String, CallbackType> byName = new ConcurrentHashMap<>();

    @GuardedBy("this")
    private final Map<Identity, Exported> byObject = new HashMap<>();

    @GuardedBy("this")
    private int lastId;

    /** Nothing passed yet; {@code lines} limits what is logged. */
    LinkExports(Executor executor, LogLimit lines) {
        this.executor = executor;
        this.lines = lines;
    }

    /** An object in its role: passed as another interface or to a service of another group it is another callback. */
    private record Identity(Class<?> type, @Nullable String group, Object object) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Identity same
                    && object == same.object
                    && type == same.type
                    && Objects.equals(group, same.group);
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(object);
        }
    }

    /** An object that the provider may call. Its counts are guarded by the owner. */
    static final class Exported {
        private final Identity identity;
        private final CallbackType type;
        private final String id;
        private int sending;
        private boolean known;

        Exported(Identity identity, CallbackType type, String id) {
            this.identity = identity;
            this.type = type;
            this.id = id;
        }

        Object object() {
            return identity.object();
        }
    }

    // ---- passing

    /** Sends a call with ids in place of its callback arguments. */
    ResponseFuture<@Nullable Object> send(
            Link link, Invocation call, PreparedCall prepared, CallbackExports.Outgoing outgoing) {
        @Nullable Object[] arguments = call.arguments().clone();
        Invocation sent = call.withArguments(arguments);
        List<Exported> added = new ArrayList<>(1);
        List<Exported> removed = new ArrayList<>(0);
        for (int i = 0; i < outgoing.parameters().size(); i++) {
            CallbackParameter parameter = outgoing.parameters().get(i);
            Object object = arguments[parameter.position()];
            if (object == null) {
                continue;
            }
            arguments[parameter.position()] = null;
            CallbackType type = outgoing.interfaces().get(i);
            Identity identity = new Identity(type.type(), outgoing.group(), object);
            Exported exported;
            try {
                exported = parameter.added() ? add(call, identity, type, outgoing.limit()) : known(identity);
            } catch (IllegalStateException refusal) {
                ended(added, true);
                return ResponseFuture.failed(refusal);
            }
            if (exported != null) {
                sent.attach(parameter.key(), exported.id);
                (parameter.added() ? added : removed).add(exported);
            }
        }
        ResponseFuture<@Nullable Object> future = link.send(sent, prepared);
        if (!added.isEmpty() || !removed.isEmpty()) {
            future.beforeStages((value, error) -> {
                RpcException failure = Outcome.failure(error);
                ended(added, failure != null && isUnknownToProvider(failure));
                // Only the service's answer says that it has forgotten the objects; another attempt needs their ids.
                if (failure == null) {
                    remove(removed);
                }
            });
        }
        return future;
    }

    /** Whether what a call passed did not get to its service: it was not sent, or it was refused. */
    private static boolean isUnknownToProvider(RpcException failure) {
        return failure.delivery() == RpcException.Delivery.NOT_SENT
                || failure instanceof RpcLimitException
                || (failure instanceof RpcServerException server && server.isRefusal());
    }

    /** The object in its role, new or known; throws {@link IllegalStateException} if it cannot be added. */
    private synchronized Exported add(Invocation call, Identity identity, CallbackType type, int limit) {
        Exported known = byObject.get(identity);
        if (known == null) {
            long same = byObject.keySet().stream()
                    .filter(other -> other.type() == type.type())
                    .count();
            if (same >= limit) {
                throw new IllegalStateException("Too many callback objects: " + call.method()
                        + " was not called, since callbacks=\"" + limit + "\" allows no more objects of " + type.name()
                        + " on one connection; remove some, or raise callbacks of the reference or of its provider's"
                        + " service");
            }
            CallbackType namesake = byName.putIfAbsent(type.name(), type);
            if (namesake != null && namesake != type) {
                throw new IllegalStateException(
                        "Another class named " + type.name()
                                + " is the type of callback objects on this connection; set connections=\"1\" of the reference");
            }
            known = new Exported(identity, type, Integer.toString(++lastId));
            byObject.put(identity, known);
            byId.put(known.id, known);
        }
        known.sending++;
        return known;
    }

    private synchronized @Nullable Exported known(Identity identity) {
        return byObject.get(identity);
    }

    /** Of calls that passed these objects; what no service has ever got is forgotten. */
    private synchronized void ended(List<Exported> added, boolean unknown) {
        for (Exported exported : added) {
            exported.sending--;
            exported.known |= !unknown;
            if (!exported.known && exported.sending == 0) {
                remove(List.of(exported));
            }
        }
    }

    private synchronized void remove(List<Exported> removed) {
        for (Exported exported : removed) {
            if (byObject.remove(exported.identity, exported)) {
                byId.remove(exported.id);
                Class<?> type = exported.type.type();
                if (byObject.keySet().stream().noneMatch(other -> other.type() == type)) {
                    byName.remove(exported.type.name());
                }
            }
        }
    }

    synchronized int size() {
        return byObject.size();
    }

    /** The link has ended. */
    synchronized void clear() {
        byObject.clear();
        byId.clear();
        byName.clear();
    }

    // ---- being called

    @Override
    public @Nullable RequestTarget find(RequestHead head) {
        CallbackType type = head.path() == null ? null : byName.get(head.path());
        return type == null ? null : type.find(head.method(), head.descriptor());
    }

    @Override
    public void accept(IncomingCall call) {
        if (!(call.target() instanceof CallbackType.Target target)
                || byName.get(target.owner().name()) != target.owner()) {
            refuse(
                    call,
                    ReplyStatus.SERVICE_ERROR,
                    "No callback object of " + SafeText.of(call.head().path()) + " was passed on this connection");
        } else if (!target.known()) {
            log(
                    "{} has no method {}({}), which a provider wants to call; compare the interface's jars of consumer and provider"
                            + " ({} more such lines held back)",
                    target,
                    call);
            call.replyValue(null, Map.of());
        } else if (running.incrementAndGet() > MOST_RUNNING) {
            running.decrementAndGet();
            refuse(
                    call,
                    ReplyStatus.THREADPOOL_EXHAUSTED,
                    MOST_RUNNING + " callbacks of this connection are running or waiting for a thread; call slower");
        } else {
            run(new CallbackRequest(this, call, target));
        }
    }

    private void log(String text, CallbackType.Target target, IncomingCall call) {
        long held = lines.pass();
        if (held != LogLimit.SUPPRESSED) {
            log.warn(
                    text,
                    target.owner().name(),
                    SafeText.of(call.head().method()),
                    SafeText.of(call.head().descriptor()),
                    held);
        }
    }

    private void run(CallbackRequest request) {
        try {
            executor.execute(request);
        } catch (RejectedExecutionException closing) {
            requestEnded();
            refuse(request.call(), ReplyStatus.THREADPOOL_EXHAUSTED, "This consumer is closing");
        }
    }

    /** A callback does not run any more. */
    void requestEnded() {
        running.decrementAndGet();
    }

    /** Replies to a callback that does not run. */
    void refuse(IncomingCall call, ReplyStatus status, String text) {
        long held = lines.pass();
        if (held != LogLimit.SUPPRESSED) {
            log.warn("Refused a call of a provider: {} ({} more such lines held back)", text, held);
        }
        call.replyStatus(status, text);
    }

    /** The object that a decoded request means; null if there is none. */
    @Nullable
    Exported meant(CallbackType.Target target, Map<String, Object> attachments) {
        String id = ReservedKeys.text(attachments, ReservedKeys.CALLBACK_ID);
        String path = ReservedKeys.text(attachments, ReservedKeys.PATH);
        String group = ReservedKeys.text(attachments, ReservedKeys.GROUP);
        Exported exported = id == null ? null : byId.get(id);
        boolean same = exported != null
                && exported.type == target.owner()
                && (path == null || path.equals(target.owner().name()))
                && Objects.equals(exported.identity.group(), group == null || group.isBlank() ? null : group);
        return same ? exported : null;
    }
}
