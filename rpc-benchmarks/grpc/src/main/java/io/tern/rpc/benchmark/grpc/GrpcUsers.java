// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.grpc;

import com.google.protobuf.UnsafeByteOperations;
import io.grpc.stub.StreamObserver;
import io.tern.rpc.benchmark.grpc.generated.Email;
import io.tern.rpc.benchmark.grpc.generated.Flag;
import io.tern.rpc.benchmark.grpc.generated.PageMessage;
import io.tern.rpc.benchmark.grpc.generated.PageNumber;
import io.tern.rpc.benchmark.grpc.generated.Payload;
import io.tern.rpc.benchmark.grpc.generated.UserId;
import io.tern.rpc.benchmark.grpc.generated.UserMessage;
import io.tern.rpc.benchmark.grpc.generated.UsersGrpc;
import io.tern.rpc.benchmark.work.Page;
import io.tern.rpc.benchmark.work.Samples;
import io.tern.rpc.benchmark.work.User;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The service with gRPC's messages. They are ready as well; protobuf keeps the sizes and bytes of texts that it has written once, which the other contenders
 * have no counterpart for.
 */
final class GrpcUsers extends UsersGrpc.UsersImplBase {
    private final List<UserMessage> users = new ArrayList<>();
    private final List<PageMessage> pages = new ArrayList<>();
    private final Set<String> emails = new HashSet<>();
    private final Queue<Held> held = new ConcurrentLinkedQueue<>();

    private record Held(PageNumber number, StreamObserver<PageNumber> observer) {}

    GrpcUsers() {
        for (User user : Samples.users()) {
            users.add(Messages.of(user));
        }
        for (Page page : Samples.pages()) {
            pages.add(Messages.of(page));
        }
        for (int id = 0; id < Samples.USERS; id += 2) {
            emails.add(Samples.email(id));
        }
    }

    @Override
    public void existUser(Email request, StreamObserver<Flag> observer) {
        answer(
                observer,
                Flag.newBuilder().setValue(emails.contains(request.getEmail())).build());
    }

    @Override
    public void createUser(UserMessage request, StreamObserver<Flag> observer) {
        answer(observer, Flag.newBuilder().setValue(request.getId() % 2 == 0).build());
    }

    @Override
    public void getUser(UserId request, StreamObserver<UserMessage> observer) {
        answer(observer, users.get((int) request.getId()));
    }

    @Override
    public void listUser(PageNumber request, StreamObserver<PageMessage> observer) {
        answer(observer, pages.get(request.getNumber()));
    }

    /** A service has and wants a byte[]; the wrapping spares gRPC one of two copies. */
    @Override
    public void echo(Payload request, StreamObserver<Payload> observer) {
        byte[] bytes = request.getBytes().toByteArray();
        answer(
                observer,
                Payload.newBuilder()
                        .setBytes(UnsafeByteOperations.unsafeWrap(bytes))
                        .build());
    }

    @Override
    public void hold(PageNumber request, StreamObserver<PageNumber> observer) {
        held.add(new Held(request, observer));
    }

    int heldCalls() {
        return held.size();
    }

    void letGo() {
        for (Held next = held.poll(); next != null; next = held.poll()) {
            answer(next.observer(), next.number());
        }
    }

    private static <T> void answer(StreamObserver<T> observer, T message) {
        observer.onNext(message);
        observer.onCompleted();
    }
}
