package io.pulsefleet.hub.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;

/** What a request's body holds is given back when the request is answered, however that is. */
@Provider
public class LeaseFilter implements ContainerResponseFilter {

    static final String LEASE = LeaseFilter.class.getName();

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getProperty(LEASE) instanceof Lease lease) {
            lease.close();
        }
    }
}
