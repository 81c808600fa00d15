// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.safety;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javassist.CannotCompileException;
import javassist.ClassPool;
import javassist.CtClass;
import javassist.NotFoundException;
import org.jspecify.annotations.Nullable;

/**
 * The class path of an application that has dangerous libraries: classes with the names of public gadgets, each a copy of
 * {@link Marker}, and a {@link TargetService} of its own, so that names in requests for it are looked up here.
 */
final class GadgetLoader extends ClassLoader {
    /** Heads of published chains against Java deserialization, of all kinds of libraries. */
    static final List<String> NAMES = List.of(
            "org.apache.xbean.naming.context.ContextUtil$ReadOnlyBinding",
            "org.apache.xbean.naming.context.WritableContext",
            "com.rometools.rome.feed.impl.EqualsBean",
            "com.rometools.rome.feed.impl.ToStringBean",
            "com.sun.syndication.feed.impl.EqualsBean",
            "com.sun.syndication.feed.impl.ToStringBean",
            "org.springframework.aop.support.DefaultBeanFactoryPointcutAdvisor",
            "org.springframework.aop.aspectj.autoproxy.AspectJAwareAdvisorAutoProxyCreator$PartiallyComparableAdvisorHolder",
            "org.springframework.beans.factory.support.DefaultListableBeanFactory",
            "org.springframework.jndi.support.SimpleJndiBeanFactory",
            "org.springframework.context.support.ClassPathXmlApplicationContext",
            "org.apache.commons.collections.functors.InvokerTransformer",
            "org.apache.commons.collections.keyvalue.TiedMapEntry",
            "org.apache.commons.collections.map.LazyMap",
            "org.apache.commons.collections4.comparators.TransformingComparator",
            "org.apache.commons.beanutils.BeanComparator",
            "org.apache.commons.dbcp2.BasicDataSource",
            "org.apache.commons.configuration.JNDIConfiguration",
            "org.apache.commons.fileupload.disk.DiskFileItem",
            "org.codehaus.groovy.runtime.ConvertedClosure",
            "org.codehaus.groovy.runtime.MethodClosure",
            "org.mozilla.javascript.NativeJavaObject",
            "com.caucho.naming.QName",
            "com.caucho.config.types.ResourceRef",
            "com.mchange.v2.c3p0.JndiRefForwardingDataSource",
            "com.mchange.v2.c3p0.WrapperConnectionPoolDataSource",
            "org.hibernate.engine.spi.TypedValue",
            "org.hibernate.tuple.component.PojoComponentTuplizer",
            "com.vaadin.data.util.PropertysetItem",
            "org.python.core.PyFunction",
            "bsh.XThis",
            "clojure.core.proxy$clojure.lang.APersistentMap$ff19274a",
            "ch.qos.logback.core.db.JNDIConnectionSource",
            "com.alibaba.fastjson.JSONObject",
            "com.fasterxml.jackson.databind.node.POJONode",
            "org.apache.tomcat.dbcp.dbcp2.BasicDataSource",
            "org.jboss.interceptor.builder.MethodReference",
            "org.eclipse.jetty.util.log.LoggerLog",
            "com.zaxxer.hikari.HikariConfig",
            "com.sun.rowset.JdbcRowSetImpl",
            "sun.swing.SwingLazyValue",
            "com.sun.org.apache.xpath.internal.objects.XString",
            "javax.management.BadAttributeValueExpException");

    private static final Set<String> OWN = Set.of(
            TargetService.class.getName(),
            TargetService.class.getName() + "$Box",
            TargetService.class.getName() + "$Plain",
            TargetService.class.getName() + "$Mood");

    private final Map<String, byte[]> classes = new HashMap<>();
    private final Set<String> loaded = ConcurrentHashMap.newKeySet();

    GadgetLoader() {
        super(GadgetLoader.class.getClassLoader());
        ClassPool pool = new ClassPool(true);
        try {
            for (String name : NAMES) {
                CtClass copy = pool.getAndRename(Marker.class.getName(), name);
                classes.put(name, copy.toBytecode());
            }
            for (String name : OWN) {
                classes.put(name, pool.get(name).toBytecode());
            }
        } catch (NotFoundException | CannotCompileException e) {
            throw new AssertionError(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of gadgets that were loaded, whether or not anything ran in them. */
    Set<String> loadedGadgets() {
        return Set.copyOf(loaded);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        byte[] bytes = classes.get(name);
        if (bytes == null) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            if (known != null) {
                return known;
            }
            if (!OWN.contains(name)) {
                loaded.add(name);
            }
            return defineClass(name, bytes, 0, bytes.length);
        }
    }

    @Override
    public @Nullable URL getResource(String name) {
        byte[] bytes = name.endsWith(".class")
                ? classes.get(name.substring(0, name.length() - 6).replace('/', '.'))
                : null;
        return bytes == null ? super.getResource(name) : url(name, bytes);
    }

    private static URL url(String name, byte[] bytes) {
        try {
            return new URL("memory", null, -1, "/" + name, new URLStreamHandler() {
                @Override
                protected URLConnection openConnection(URL url) {
                    return new URLConnection(url) {
                        @Override
                        public void connect() {}

                        @Override
                        public InputStream getInputStream() {
                            return new ByteArrayInputStream(bytes);
                        }
                    };
                }
            });
        } catch (MalformedURLException e) {
            throw new AssertionError(e);
        }
    }
}
