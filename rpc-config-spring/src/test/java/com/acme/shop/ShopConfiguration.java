// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package com.acme.shop;

import io.tern.rpc.config.spring.annotation.EnableRpc;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportResource;

@Configuration
@EnableRpc(scanBasePackages = "com.acme.shop")
@ImportResource("classpath:shop.xml")
public class ShopConfiguration {}
