// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.grpc;

import com.google.protobuf.UnsafeByteOperations;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import io.tern.rpc.benchmark.drive.Answer;
import io.tern.rpc.benchmark.drive.Client;
import io.tern.rpc.benchmark.drive.Expectation;
import io.tern.rpc.benchmark.drive.Operation;
import io.tern.rpc.benchmark.grpc.generated.Email;
import io.tern.rpc.benchmark.grpc.generated.Flag;
import io.tern.rpc.benchmark.grpc.generated.PageMessage;
import io.tern.rpc.benchmark.grpc.generated.PageNumber;
import io.tern.rpc.benchmark.grpc.generated.Payload;
import io.tern.rpc.benchmark.grpc.generated.UserId;
import io.tern.rpc.benchmark.grpc.generated.UserMessage;
import io.tern.rpc.benchmark.grpc.generated.UsersGrpc;
import io.tern.rpc.benchmark.work.Page;
import io.tern.rpc.benchmark.work.User;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls by the generated stubs: the blocking one, and for asynchronous calls the one with observers, which costs least. */
final class GrpcClient implements Client {
    private final ManagedChannel channel;
    private final Supplier<ManagedChannel> another;
    private final List<ManagedChannel> others = new ArrayList<>();
    private final UsersGrpc.UsersBlockingStub blocking;
    private final UsersGrpc.UsersStub asynchronous;

    GrpcClient(ManagedChannel channel, Supplier<ManagedChannel> another) {
        this.channel = channel;
        this.another = another;
        this.blocking = UsersGrpc.newBlockingStub(channel);
        this.asynchronous = UsersGrpc.newStub(channel);
    }

    @Override
    public Object argument(Operation operation, Object value) {
        return switch (operation) {
            case EXIST_USER -> Email.newBuilder().setEmail((String) value).build();
            case CREATE_USER -> Messages.of((User) value);
            case GET_USER -> UserId.newBuilder().setId((Long) value).build();
            case LIST_USER, HOLD, CREATED_USERS ->
                PageNumber.newBuilder().setNumber((Integer) value).build();
            case ECHO -> value;
        };
    }

    @Override
    public Object call(Operation operation, Object argument) {
        return switch (operation) {
            case EXIST_USER -> blocking.existUser((Email) argument);
            case CREATE_USER -> blocking.createUser((UserMessage) argument);
            case GET_USER -> blocking.getUser((UserId) argument);
            case LIST_USER -> blocking.listUser((PageNumber) argument);
            case ECHO -> blocking.echo(payload((byte[]) argument)).getBytes().toByteArray();
            case HOLD -> blocking.hold((PageNumber) argument);
            case CREATED_USERS -> throw new UnsupportedOperationException("gRPC has no one-way calls.");
        };
    }

    @Override
    public void callAsync(Operation operation, Object argument, Answer answer) {
        switch (operation) {
            case EXIST_USER -> asynchronous.existUser((Email) argument, new Observer<>(answer));
            case CREATE_USER -> asynchronous.createUser((UserMessage) argument, new Observer<>(answer));
            case GET_USER -> asynchronous.getUser((UserId) argument, new Observer<>(answer));
            case LIST_USER -> asynchronous.listUser((PageNumber) argument, new Observer<>(answer));
            case ECHO -> asynchronous.echo(payload((byte[]) argument), new Observer<>(answer));
            case HOLD -> asynchronous.hold((PageNumber) argument, new Observer<>(answer));
            case CREATED_USERS -> throw new UnsupportedOperationException("gRPC has no one-way calls.");
        }
    }

    private static Payload payload(byte[] bytes) {
        return Payload.newBuilder()
                .setBytes(UnsafeByteOperations.unsafeWrap(bytes))
                .build();
    }

    @Override
    public void send(Object user) {
        throw new UnsupportedOperationException("gRPC has no one-way calls.");
    }

    @Override
    public boolean hasOneWay() {
        return false;
    }

    @Override
    public boolean matches(Object expected, @Nullable Object result, boolean inFull) {
        if (result instanceof Flag flag) {
            return expected.equals(flag.getValue());
        }
        if (result instanceof UserMessage message && expected instanceof User user) {
            return inFull ? user.equals(Messages.toUser(message)) : user.getId() == message.getId();
        }
        if (result instanceof PageMessage message && expected instanceof Page page) {
            List<User> users = page.getUsers();
            return inFull
                    ? page.equals(Messages.toPage(message))
                    : page.getNumber() == message.getNumber()
                            && users != null
                            && users.size() == message.getUsersCount();
        }
        if (result instanceof Payload payload) {
            return Expectation.matches(expected, payload.getBytes().toByteArray(), inFull);
        }
        return Expectation.matches(expected, result, inFull);
    }

    @Override
    public void openConnections(int count) {
        for (int i = 0; i < count; i++) {
            ManagedChannel other = another.get();
            UsersGrpc.newBlockingStub(other).existUser(Email.getDefaultInstance());
            others.add(other);
        }
    }

    @Override
    public void close() {
        others.forEach(ManagedChannel::shutdownNow);
        channel.shutdownNow();
    }

    /** Gives the one message, or the failure, to an answer. */
    private static final class Observer<T> implements StreamObserver<T> {
        private final Answer answer;
        private @Nullable T message;

        Observer(Answer answer) {
            this.answer = answer;
        }

        @Override
        public void onNext(T value) {
            message = value;
        }

        @Override
        public void onError(Throwable failure) {
            answer.accept(null, failure);
        }

        @Override
        public void onCompleted() {
            answer.accept(message, null);
        }
    }
}
