// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.nacos;

import com.alibaba.nacos.api.NacosFactory;
import com.alibaba.nacos.api.PropertyKeyConst;
import com.alibaba.nacos.api.common.Constants;
import com.alibaba.nacos.api.config.ConfigService;
import com.alibaba.nacos.api.exception.NacosException;
import com.alibaba.nacos.api.naming.NamingService;
import io.tern.rpc.config.RegistrySettings;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Opens Nacos clients with the settings of a registry. Opening blocks while the client tries its servers. */
final class NacosClients {
    /** Keys of the address that go to the client as they are, as with Dubbo. */
    private static final List<String> PASSED_ON = List.of(
            PropertyKeyConst.NAMESPACE,
            "clusterName",
            PropertyKeyConst.CONTEXT_PATH,
            PropertyKeyConst.ENDPOINT,
            PropertyKeyConst.ENDPOINT_PORT,
            PropertyKeyConst.ACCESS_KEY,
            PropertyKeyConst.SECRET_KEY,
            PropertyKeyConst.RAM_ROLE_NAME);

    private final RegistrySettings settings;

    NacosClients(RegistrySettings settings) {
        this.settings = settings;
    }

    NamingService openNaming() throws NacosException {
        return NacosFactory.createNamingService(properties());
    }

    ConfigService openConfig() throws NacosException {
        return NacosFactory.createConfigService(properties());
    }

    /** The group of Nacos, which has nothing to do with Dubbo's groups of services. */
    String group() {
        String group = settings.group();
        return group == null ? Constants.DEFAULT_GROUP : group;
    }

    Properties properties() {
        Properties properties = new Properties();
        properties.setProperty(PropertyKeyConst.SERVER_ADDR, String.join(",", settings.addresses()));
        for (String key : PASSED_ON) {
            put(properties, key, settings.parameters().get(key));
        }
        put(properties, PropertyKeyConst.USERNAME, settings.username());
        put(properties, PropertyKeyConst.PASSWORD, settings.password());
        properties.setProperty("namingRequestTimeout", String.valueOf(settings.timeoutMillis()));
        // The engine has its own file of last known providers, and says when it uses it.
        properties.setProperty(PropertyKeyConst.NAMING_LOAD_CACHE_AT_START, "false");
        return properties;
    }

    private static void put(Properties properties, String key, @Nullable String value) {
        if (value != null) {
            properties.setProperty(key, value);
        }
    }
}
