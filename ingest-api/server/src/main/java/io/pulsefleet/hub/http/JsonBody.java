package io.pulsefleet.hub.http;

import io.pulsefleet.wire.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.stream.Stream;

/** Bodies are read and written as the contract does it, within their limits. */
@Provider
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class JsonBody implements MessageBodyReader<Object>, MessageBodyWriter<Object> {

    @Context
    HttpServletRequest request;

    @Override
    public boolean isReadable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
        return type.isRecord();
    }

    @Override
    public Object readFrom(
            Class<Object> type,
            Type generic,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream in) {
        var encoding = headers.getFirst(HttpHeaders.CONTENT_ENCODING);
        var isLarge = bears(annotations, Large.class);
        var lease = new Lease(
                isLarge
                        ? Budgets.SHIPMENTS
                        : bears(annotations, FromStrangers.class) ? Budgets.STRANGERS : Budgets.OTHERS);
        request.setAttribute(LeaseFilter.LEASE, lease);
        return isLarge ? Bodies.readLarge(in, encoding, type, lease) : Bodies.read(in, encoding, type, lease);
    }

    private static boolean bears(Annotation[] annotations, Class<? extends Annotation> wanted) {
        return Stream.of(annotations).anyMatch(wanted::isInstance);
    }

    @Override
    public boolean isWriteable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
        return !CharSequence.class.isAssignableFrom(type)
                && !StreamingOutput.class.isAssignableFrom(type)
                && type != byte[].class;
    }

    @Override
    public void writeTo(
            Object message,
            Class<?> type,
            Type generic,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream out)
            throws IOException {
        Json.write(message, out);
    }
}
