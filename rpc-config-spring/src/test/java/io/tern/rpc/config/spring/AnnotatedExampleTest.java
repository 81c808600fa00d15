// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.shop.ShopConfiguration;
import com.acme.shop.ShopServer;
import com.acme.shop.ShopService;
import com.acme.shop.StockService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** The paragraph of docs/features.md about annotations is code that works. */
@Timeout(60)
class AnnotatedExampleTest {
    @Test
    void theClassesWork() throws Exception {
        try (XmlContext stock = XmlContext.of("<dubbo:protocol name=\"dubbo\" host=\"127.0.0.1\" port=\"0\"/>"
                + "<dubbo:service id=\"stock\" interface=\"" + StockService.class.getName() + "\" class=\""
                + Stock.class.getName() + "\"/>")) {
            AnnotationConfigApplicationContext shop = new AnnotationConfigApplicationContext();
            shop.getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource("test", Map.of("stock.url", url(stock.getBean("stock")))));
            shop.register(ShopConfiguration.class);
            try (shop) {
                shop.refresh();
                assertThat(shop.getBean(StockService.class)).isNotNull();
                assertThat(shop.getBean(ShopServer.class)).isNotNull();
                try (XmlContext consumer = XmlContext.of("<dubbo:reference id=\"shop\" interface=\""
                        + ShopService.class.getName() + "\" url=\"" + url(shop.getBean(ServiceBean.class))
                        + "\" timeout=\"10000\"/>")) {
                    assertThat(consumer.getBean(ShopService.class).order("tea").get(10, TimeUnit.SECONDS))
                            .isEqualTo("tea from shelf 7");
                }
            }
        }
    }

    /** Named by the test's file. */
    public static class Stock implements StockService {
        @Override
        public String reserve(String article) {
            return "shelf 7";
        }
    }

    private static String url(Object service) {
        return "dubbo://127.0.0.1:"
                + ((ServiceBean) service).service().addresses().get(0).getPort();
    }

    @Test
    void thePageShowsTheseClasses() throws IOException {
        String page = Files.readString(Path.of("../docs/features.md"));
        String block = page.substring(page.indexOf("## Annotations"));
        block = block.substring(block.indexOf("```java") + "```java".length());
        block = block.substring(0, block.indexOf("```"));

        String shown = code(block);
        for (Class<?> type : List.of(ShopConfiguration.class, ShopServer.class)) {
            String source =
                    Files.readString(Path.of("src/test/java", type.getName().replace('.', '/') + ".java"));
            assertThat(shown).contains(code(source.substring(source.indexOf("\n@"))));
        }
    }

    /** Without comments, and without what only the layout needs. */
    private static String code(String text) {
        return Arrays.stream(text.split("\n"))
                .map(line -> line.replaceFirst("\\s//.*", "").strip())
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\n"));
    }
}
