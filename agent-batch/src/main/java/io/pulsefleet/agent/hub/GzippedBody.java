package io.pulsefleet.agent.hub;

import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;

/**
 * Says of a body of bytes that it is gzipped. A header parameter cannot: the client takes the encoding from the body,
 * which does not know it.
 */
public class GzippedBody implements ClientRequestFilter {

    @Override
    public void filter(ClientRequestContext request) {
        if (request.getEntity() instanceof byte[]) {
            request.getHeaders().putSingle(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
    }
}
