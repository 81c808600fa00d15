// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package com.acme.shop;

import io.tern.rpc.RpcContext;
import io.tern.rpc.config.spring.annotation.RpcMethod;
import io.tern.rpc.config.spring.annotation.RpcReference;
import io.tern.rpc.config.spring.annotation.RpcService;
import java.util.concurrent.CompletableFuture;

@RpcService(timeout = "3000", methods = @RpcMethod(name = "order", executes = "20"))
public class ShopServer implements ShopService {
    @RpcReference(url = "${stock.url}", methods = @RpcMethod(name = "reserve", async = "true"))
    private StockService stock;

    @Override
    public CompletableFuture<String> order(String article) {
        stock.reserve(article);
        CompletableFuture<String> reserved = RpcContext.getContext().getFuture();
        return reserved.thenApply(place -> article + " from " + place);
    }
}
