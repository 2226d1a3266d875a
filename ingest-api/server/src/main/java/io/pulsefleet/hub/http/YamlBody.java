package io.pulsefleet.hub.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/** Bodies that are YAML are read within the limits of other large ones. */
@Provider
@Consumes(YamlText.MEDIA_TYPE)
public class YamlBody implements MessageBodyReader<YamlText> {

    @Context
    HttpServletRequest request;

    @Override
    public boolean isReadable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
        return type == YamlText.class;
    }

    @Override
    public YamlText readFrom(
            Class<YamlText> type,
            Type generic,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream in) {
        var lease = new Lease(Budgets.SHIPMENTS);
        request.setAttribute(LeaseFilter.LEASE, lease);
        return new YamlText(Bodies.readLargeText(in, headers.getFirst(HttpHeaders.CONTENT_ENCODING), lease));
    }
}
