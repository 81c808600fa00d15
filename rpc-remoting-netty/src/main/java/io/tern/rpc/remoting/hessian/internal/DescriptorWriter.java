// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import io.tern.rpc.JavaBeanDescriptor;
import io.tern.rpc.spi.PeerDialect;
import java.io.IOException;

/** A descriptor of generic calls, under the name that the peer knows. */
final class DescriptorWriter implements ValueWriter {
    private final FieldsWriter fields = new FieldsWriter(JavaBeanDescriptor.class);
    private final Layout alibabaLayout = new Layout(WireNames.ALIBABA_DESCRIPTOR, fields.names());
    private final Layout apacheLayout = new Layout(WireNames.APACHE_DESCRIPTOR, fields.names());

    @Override
    public void write(Object value, GuardedOutput out) throws IOException {
        if (out.writeReference(value)) {
            return;
        }
        out.beginObject(out.dialect() == PeerDialect.APACHE ? apacheLayout : alibabaLayout);
        fields.write(value, out);
    }
}
