// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.nacos;

import com.alibaba.nacos.api.config.remote.request.ConfigBatchListenRequest;
import com.alibaba.nacos.api.config.remote.request.ConfigChangeNotifyRequest;
import com.alibaba.nacos.api.config.remote.request.ConfigQueryRequest;
import com.alibaba.nacos.api.config.remote.response.ConfigChangeBatchListenResponse;
import com.alibaba.nacos.api.config.remote.response.ConfigQueryResponse;
import com.alibaba.nacos.api.grpc.auto.Payload;
import com.alibaba.nacos.api.naming.pojo.Instance;
import com.alibaba.nacos.api.naming.pojo.ServiceInfo;
import com.alibaba.nacos.api.naming.remote.request.AbstractNamingRequest;
import com.alibaba.nacos.api.naming.remote.request.NotifySubscriberRequest;
import com.alibaba.nacos.api.naming.remote.request.ServiceListRequest;
import com.alibaba.nacos.api.naming.remote.request.ServiceQueryRequest;
import com.alibaba.nacos.api.naming.remote.request.SubscribeServiceRequest;
import com.alibaba.nacos.api.naming.remote.response.BatchInstanceResponse;
import com.alibaba.nacos.api.naming.remote.response.InstanceResponse;
import com.alibaba.nacos.api.naming.remote.response.QueryServiceResponse;
import com.alibaba.nacos.api.naming.remote.response.ServiceListResponse;
import com.alibaba.nacos.api.naming.remote.response.SubscribeServiceResponse;
import com.alibaba.nacos.api.remote.request.ServerRequest;
import com.alibaba.nacos.api.remote.response.Response;
import com.alibaba.nacos.common.remote.client.grpc.GrpcUtils;
import com.alibaba.nacos.common.utils.MD5Utils;
import com.alibaba.nacos.shaded.io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** What a Nacos server holds: instances by service and connection, subscribers, texts. All methods are synchronized. */
final class NacosState {
    private final Map<String, StreamObserver<Payload>> streams = new HashMap<>();
    /** By {@code group@@service}, then by connection. */
    private final Map<String, Map<String, List<Instance>>> instances = new TreeMap<>();

    private final Map<String, Set<String>> subscribers = new HashMap<>();
    private final Map<String, String> texts = new HashMap<>();
    /** By text, then by connection: the namespace that the client names. */
    private final Map<String, Map<String, String>> textListeners = new HashMap<>();

    private final AtomicLong versions = new AtomicLong(System.nanoTime());

    synchronized void connected(String connection, StreamObserver<Payload> out) {
        streams.put(connection, out);
    }

    synchronized void gone(String connection) {
        streams.remove(connection);
        subscribers.values().forEach(all -> all.remove(connection));
        textListeners.values().forEach(all -> all.remove(connection));
        for (String service : List.copyOf(instances.keySet())) {
            if (instances.get(service).remove(connection) != null) {
                push(service);
            }
        }
    }

    synchronized Response store(String connection, AbstractNamingRequest request, List<Instance> stored, String type) {
        String service = request.getGroupName() + "@@" + request.getServiceName();
        Map<String, List<Instance>> all = instances.computeIfAbsent(service, key -> new TreeMap<>());
        if (stored.isEmpty()) {
            all.remove(connection);
        } else {
            all.put(connection, List.copyOf(stored));
        }
        push(service);
        return type.equals("batchRegisterInstance") ? new BatchInstanceResponse(type) : new InstanceResponse(type);
    }

    synchronized Response subscribe(String connection, SubscribeServiceRequest request) {
        String service = request.getGroupName() + "@@" + request.getServiceName();
        Set<String> all = subscribers.computeIfAbsent(service, key -> new HashSet<>());
        if (request.isSubscribe()) {
            all.add(connection);
            // As the real one does: who subscribes again after an interruption takes the news from the push.
            push(connection, NotifySubscriberRequest.buildNotifySubscriberRequest(info(service)));
        } else {
            all.remove(connection);
        }
        return new SubscribeServiceResponse(200, "success", info(service));
    }

    synchronized Response query(ServiceQueryRequest request) {
        return QueryServiceResponse.buildSuccessResponse(
                info(request.getGroupName() + "@@" + request.getServiceName()));
    }

    synchronized Response list(ServiceListRequest request) {
        String prefix = request.getGroupName() + "@@";
        List<String> names = instances.keySet().stream()
                .filter(service -> service.startsWith(prefix))
                .map(service -> service.substring(prefix.length()))
                .toList();
        int from = Math.min(names.size(), (request.getPageNo() - 1) * request.getPageSize());
        int to = Math.min(names.size(), from + request.getPageSize());
        return ServiceListResponse.buildSuccessResponse(names.size(), new ArrayList<>(names.subList(from, to)));
    }

    /** The instances of a service, as somebody who looks at the console sees them. */
    synchronized List<Instance> instances(String group, String service) {
        return info(group + "@@" + service).getHosts();
    }

    /** Deletes a service's instances without telling their clients. */
    synchronized void forget(String group, String service) {
        instances.remove(group + "@@" + service);
        push(group + "@@" + service);
    }

    /** Connections that follow a service. */
    synchronized int subscribers(String group, String service) {
        return subscribers.getOrDefault(group + "@@" + service, Set.of()).size();
    }

    /** Sets the instances of a peer, which is no client of this test's. */
    synchronized void peer(String group, String service, Instance... stored) {
        instances
                .computeIfAbsent(group + "@@" + service, key -> new TreeMap<>())
                .put("peer", List.of(stored));
        push(group + "@@" + service);
    }

    private ServiceInfo info(String service) {
        ServiceInfo info = new ServiceInfo(service);
        List<Instance> hosts = new ArrayList<>();
        instances.getOrDefault(service, Map.of()).values().forEach(hosts::addAll);
        info.setHosts(hosts);
        info.setCacheMillis(10_000);
        info.setLastRefTime(versions.incrementAndGet());
        return info;
    }

    private void push(String service) {
        for (String connection : subscribers.getOrDefault(service, Set.of())) {
            push(connection, NotifySubscriberRequest.buildNotifySubscriberRequest(info(service)));
        }
    }

    private void push(String connection, ServerRequest request) {
        StreamObserver<Payload> out = streams.get(connection);
        if (out != null) {
            request.setRequestId(String.valueOf(versions.incrementAndGet()));
            out.onNext(GrpcUtils.convert(request));
        }
    }

    /** Writes a text, or removes it, and tells who listens. */
    synchronized void text(String group, String key, String text) {
        String id = group + "@@" + key;
        if (text == null) {
            texts.remove(id);
        } else {
            texts.put(id, text);
        }
        textListeners
                .getOrDefault(id, Map.of())
                .forEach((connection, namespace) ->
                        push(connection, ConfigChangeNotifyRequest.build(key, group, namespace)));
    }

    synchronized Response text(ConfigQueryRequest request) {
        String text = texts.get(request.getGroup() + "@@" + request.getDataId());
        if (text == null) {
            return ConfigQueryResponse.buildFailResponse(ConfigQueryResponse.CONFIG_NOT_FOUND, "config data not exist");
        }
        ConfigQueryResponse response = ConfigQueryResponse.buildSuccessResponse(text);
        response.setMd5(MD5Utils.md5Hex(text, "UTF-8"));
        response.setContentType("text");
        return response;
    }

    synchronized Response listen(String connection, ConfigBatchListenRequest request) {
        ConfigChangeBatchListenResponse response = new ConfigChangeBatchListenResponse();
        for (ConfigBatchListenRequest.ConfigListenContext context : request.getConfigListenContexts()) {
            String id = context.getGroup() + "@@" + context.getDataId();
            Map<String, String> all = textListeners.computeIfAbsent(id, key -> new HashMap<>());
            if (!request.isListen()) {
                all.remove(connection);
                continue;
            }
            all.put(connection, context.getTenant());
            String text = texts.get(id);
            String known = context.getMd5() == null ? "" : context.getMd5();
            if (!known.equals(text == null ? "" : MD5Utils.md5Hex(text, "UTF-8"))) {
                response.addChangeConfig(context.getDataId(), context.getGroup(), context.getTenant());
            }
        }
        return response;
    }
}
