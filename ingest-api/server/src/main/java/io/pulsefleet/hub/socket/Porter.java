package io.pulsefleet.hub.socket;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Optional;

/** Says who is let in, before there is a WebSocket. An address that has none lets everybody in, and asks them there. */
public interface Porter {

    /** The address that it keeps, below the application's. */
    String path();

    /**
     * Empty: nobody whom it knows, which is answered with 401 and no word more.
     *
     * @throws io.pulsefleet.store.StoreException when it cannot look now
     * @throws jakarta.ws.rs.WebApplicationException when it cannot look now
     */
    Optional<? extends Principal> whoIsLetIn(HttpServletRequest opening);
}
